package org.equipoise.bench.ingest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.equipoise.bench.stack.FreshStack;
import org.equipoise.bench.stack.StowBody;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.stack.LocalStack;

/** Gigabytes of multi-frame studies by STOW-RS, and the heap of ingest meanwhile. */
final class StreamRow {

    private static final int SIDE = 512;
    private static final int FRAMES = 64;
    private static final int CONNECTIONS = 2;
    private static final int FIRST_STUDY = 1000;
    private static final double MOST_HEAP = 512;
    private static final double MEBI = 1 << 20;

    private StreamRow() {}

    static void measure(Run run, int megabytes) {
        var slices = new Slices(SIDE);
        long object = 2L * SIDE * SIDE * FRAMES;
        int objects = (int) Math.max(1, Math.round(megabytes * MEBI / object));
        Map<String, String> environment = Map.of(
                "EQUIPOISE_INGEST_DOORS_ROUTES", DoorRows.routes(run.results()).toString());
        try (LocalStack stack = FreshStack.start(
                        run.options().project(), "ingest", Set.of(DoorRows.INGEST), environment, run.out());
                var taken = new TakenIn(stack.connection());
                var heap = new Heap(stack.connection())) {
            URI address = stack.connection().service(DoorRows.INGEST).resolve("/dicom-web/studies");
            double seconds = 0;
            for (int i = 0; i < objects; i += CONNECTIONS) {
                int first = FIRST_STUDY + i;
                List<byte[]> bodies = IntStream.range(first, Math.min(first + CONNECTIONS, FIRST_STUDY + objects))
                        .mapToObj(study -> StowBody.of(List.of(slices.file(study, 0, FRAMES))))
                        .toList();
                seconds += Senders.stow(address, bodies, CONNECTIONS);
            }
            taken.await((long) objects * FRAMES);
            String what = "STOW-RS of " + Math.round(objects * object / MEBI) + " MiB in studies of " + FRAMES
                    + " frames of " + SIDE + " x " + SIDE;
            run.row(what, Run.OURS, List.of(objects * object / MEBI / seconds), "MiB/s");
            run.row(what + ", most heap in use", Run.OURS, List.of(heap.most() / MEBI), "MiB");
            run.row(what + ", heap that there is", Run.OURS, List.of(heap.limit() / MEBI), "MiB");
            run.atMost(what + ", heap that there is", heap.limit() / MEBI, MOST_HEAP, "MiB");
            run.atLeast(what + ", images taken in", objects * FRAMES, objects * FRAMES, "images");
        }
    }

    /** Asks ingest for its heap until it is closed: garbage counts as used. */
    private static final class Heap implements AutoCloseable {

        private static final int EVERY_MILLIS = 200;
        private static final String USED = "jvm_memory_used_bytes{area=\"heap\"";
        private static final String MOST = "jvm_memory_max_bytes{area=\"heap\"";

        private final HttpClient http = HttpClient.newHttpClient();
        private final HttpRequest request;
        private final AtomicBoolean closed = new AtomicBoolean();
        private final Thread thread = new Thread(this::watch, "heap");
        private volatile double most;
        private volatile double limit;

        Heap(StackConnection connection) {
            request = connection
                    .request(connection.service(DoorRows.INGEST).resolve("/q/metrics"))
                    .build();
            thread.setDaemon(true);
            thread.start();
        }

        private void watch() {
            while (!closed.get()) {
                try {
                    String said = http.send(request, BodyHandlers.ofString()).body();
                    most = Math.max(most, sum(said, USED));
                    limit = sum(said, MOST);
                    Thread.sleep(EVERY_MILLIS);
                } catch (IOException e) {
                    throw new IllegalStateException("ingest does not answer", e);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        private static double sum(String metrics, String start) {
            return metrics.lines()
                    .filter(line -> line.startsWith(start))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .filter(value -> value > 0)
                    .sum();
        }

        double most() {
            return most;
        }

        double limit() {
            return limit;
        }

        @Override
        public void close() {
            closed.set(true);
            thread.interrupt();
        }
    }
}
