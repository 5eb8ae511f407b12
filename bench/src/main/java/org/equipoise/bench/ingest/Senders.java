package org.equipoise.bench.ingest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.equipoise.bench.stack.StowBody;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.synthetic.Pdus.Context;
import org.equipoise.dicom.synthetic.StorageScu;

/** Sends the same objects to whoever takes them; every one has to be taken. */
final class Senders {

    static final String CALLING = "BENCH";
    private static final int OK = 200;
    private static final int PDU = 16_000;

    private Senders() {}

    /** Seconds from the first byte sent to the last answer of STOW-RS. */
    static double stow(URI address, List<byte[]> bodies, int connections) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return seconds(
                connections,
                bodies.stream()
                        .<Callable<Object>>map(body -> () -> answered(
                                http,
                                HttpRequest.newBuilder(address)
                                        .header(
                                                "Content-Type",
                                                "multipart/related; type=\"application/dicom\"; boundary="
                                                        + StowBody.BOUNDARY)
                                        .POST(BodyPublishers.ofByteArray(body))))
                        .toList());
    }

    /** Seconds until an Orthanc has made of each instance what ingest does: de-identified, and its pixels as a PNG. */
    static double prepare(Orthanc orthanc, int study, int instances, int connections) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return seconds(
                connections,
                IntStream.range(0, instances)
                        .mapToObj(number -> orthanc.instance(study, number))
                        .<Callable<Object>>map(at -> () -> {
                            answered(
                                    http,
                                    HttpRequest.newBuilder(at.resolve("anonymize"))
                                            .POST(BodyPublishers.ofString("{}")));
                            return answered(
                                    http,
                                    HttpRequest.newBuilder(at.resolve("image-uint16"))
                                            .header("Accept", "image/png"));
                        })
                        .toList());
    }

    private static int answered(HttpClient http, HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status != OK) {
            throw new IllegalStateException("a request to " + request.uri() + " was answered " + status);
        }
        return status;
    }

    /** Seconds from the first association asked for to the last C-STORE answered; each association sends its part. */
    static double store(InetSocketAddress address, String called, int study, List<byte[]> dataSets, int associations) {
        return seconds(
                associations,
                IntStream.range(0, associations)
                        .<Callable<Object>>mapToObj(
                                part -> () -> storeSome(address, called, study, dataSets, part, associations))
                        .toList());
    }

    private static int storeSome(
            InetSocketAddress address, String called, int study, List<byte[]> dataSets, int from, int step)
            throws IOException {
        try (var scu = new StorageScu(address)) {
            scu.associate(
                    called, CALLING, List.of(Context.of(1, Slices.CT_IMAGE, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
            for (int i = from; i < dataSets.size(); i += step) {
                StorageScu.Response response =
                        scu.store(1, Slices.CT_IMAGE, Slices.instance(study, i), dataSets.get(i), PDU);
                if (response.status() != 0) {
                    throw new IllegalStateException(called + " refused an object: " + response);
                }
            }
            scu.release();
        }
        return dataSets.size();
    }

    private static double seconds(int threads, List<Callable<Object>> work) {
        ExecutorService senders = Executors.newFixedThreadPool(threads);
        try {
            long begin = System.nanoTime();
            List<Future<Object>> answers = new ArrayList<>();
            work.forEach(each -> answers.add(senders.submit(each)));
            for (Future<Object> answer : answers) {
                answer.get();
            }
            return (System.nanoTime() - begin) / 1e9;
        } catch (ExecutionException e) {
            throw new IllegalStateException("what was sent was not taken", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            senders.shutdownNow();
        }
    }
}
