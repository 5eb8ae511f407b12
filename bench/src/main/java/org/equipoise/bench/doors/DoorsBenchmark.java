package org.equipoise.bench.doors;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.equipoise.bench.Options;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.report.Target;
import org.equipoise.bench.stack.FreshStack;
import org.equipoise.local.stack.LocalStack;

/** STOW-RS against ingest beside Kafka and S3: from the first byte sent to the last answer. */
public final class DoorsBenchmark {

    private static final String INGEST = "ingest-service";
    private static final double INSTANCES_PER_SECOND = 100;
    private static final int WARM_UP = 200;
    private static final int OK = 200;

    private DoorsBenchmark() {}

    /** Starts one stack, sends in rounds, and stops it. */
    public static Report run(Options options, PrintStream out) {
        options.only("rounds", "instances", "per-request", "connections", "markdown");
        int rounds = options.count("rounds", 3);
        int instances = options.count("instances", 1000);
        int perRequest = options.count("per-request", 10);
        int connections = options.count("connections", 4);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("rounds", rounds);
        settings.put("instances", instances);
        settings.put("instancesPerRequest", perRequest);
        settings.put("connections", connections);
        settings.put("bytesPerInstance", Slices.slice(1, 1).length);
        List<List<Measurement>> measured = new ArrayList<>();
        Map<String, String> environment = Map.of(
                "EQUIPOISE_INGEST_DOORS_ROUTES", routes(options.project()).toString());
        try (LocalStack stack = FreshStack.start(options.project(), "doors", Set.of(INGEST), environment, out)) {
            URI address = stack.connection().service(INGEST).resolve("/dicom-web/studies");
            send(address, bodies(0, WARM_UP, perRequest), connections);
            for (int round = 1; round <= rounds; round++) {
                List<byte[]> bodies = bodies(round, instances, perRequest);
                out.println("sending " + instances + " instances in " + bodies.size() + " requests");
                long begin = System.nanoTime();
                send(address, bodies, connections);
                double seconds = (System.nanoTime() - begin) / 1e9;
                measured.add(List.of(Measurement.once(
                        "STOW-RS until the images and the event are durable", instances / seconds, "instances/s")));
            }
        }
        List<Measurement> measurements = Measurement.ofRounds(measured);
        Measurement rate = measurements.get(0);
        return new Report(
                "doors",
                settings,
                measurements,
                List.of(
                        "CT slices of 256 x 256 pixels in 16 bits, uncompressed; each becomes a PNG in S3",
                        "the sender, Kafka, S3, and ingest, which takes the images in behind the door meanwhile, share"
                                + " this machine's cores"),
                Map.of(),
                List.of(new Target(
                        rate.what(), rate.median(), INSTANCES_PER_SECOND, Target.Kind.AT_LEAST, rate.unit())));
    }

    private static Path routes(Path project) {
        try {
            Path file =
                    Files.createDirectories(project.resolve("bench/results")).resolve("doors-routes.txt");
            return Files.writeString(file, "modality=CT -> dataset=bench-ct\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> bodies(int study, int instances, int perRequest) {
        List<byte[]> bodies = new ArrayList<>();
        for (int from = 0; from < instances; from += perRequest) {
            List<byte[]> slices = new ArrayList<>();
            for (int i = from; i < Math.min(instances, from + perRequest); i++) {
                slices.add(Slices.slice(study, i));
            }
            bodies.add(Slices.body(slices));
        }
        return bodies;
    }

    private static void send(URI address, List<byte[]> bodies, int connections) {
        ExecutorService senders = Executors.newFixedThreadPool(connections);
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (byte[] body : bodies) {
                HttpRequest request = HttpRequest.newBuilder(address)
                        .header(
                                "Content-Type",
                                "multipart/related; type=\"application/dicom\"; boundary=" + Slices.BOUNDARY)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
                answers.add(senders.submit(
                        () -> http.send(request, BodyHandlers.discarding()).statusCode()));
            }
            for (Future<Integer> answer : answers) {
                int status = answer.get();
                if (status != OK) {
                    throw new IllegalStateException("a request was answered " + status);
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a request failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            senders.shutdownNow();
        }
    }
}
