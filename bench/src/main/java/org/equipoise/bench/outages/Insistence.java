package org.equipoise.bench.outages;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** What a sender must do: send each request until it is acknowledged, with a pause after each that was not. */
final class Insistence {

    /** Some at a time, as imaging systems do. */
    private static final int CONNECTIONS = 4;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private Insistence() {}

    /** Sends a request once. */
    interface Attempt {
        /**
         * Whether it was acknowledged; if not, it was asked for again.
         *
         * @throws IOException if there was no answer
         * @throws IllegalStateException if it was refused for good
         */
        boolean send(int request) throws IOException;
    }

    /** Returns when all requests are acknowledged. */
    static void send(int images, int perRequest, Tally tally, Attempt attempt) {
        int requests = (images + perRequest - 1) / perRequest;
        var next = new AtomicInteger();
        ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                sending.add(connections.submit(() -> {
                    for (int request = next.getAndIncrement(); request < requests; request = next.getAndIncrement()) {
                        insist(request, tally, attempt);
                        tally.acknowledged(Math.min(perRequest, images - request * perRequest));
                    }
                }));
            }
            for (Future<?> each : sending) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a sender gave up", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            connections.shutdownNow();
        }
    }

    private static void insist(int request, Tally tally, Attempt attempt) {
        long latest = System.nanoTime() + LIMIT.toNanos();
        while (!acknowledged(request, tally, attempt)) {
            if (System.nanoTime() > latest) {
                throw new IllegalStateException(
                        "request " + request + " was not acknowledged within " + LIMIT.toSeconds() + " s");
            }
            Waiting.of(PAUSE);
        }
    }

    private static boolean acknowledged(int request, Tally tally, Attempt attempt) {
        long begin = System.nanoTime();
        try {
            boolean taken = attempt.send(request);
            if (!taken) {
                tally.again();
            }
            return taken;
        } catch (IOException e) {
            tally.broken();
            return false;
        } finally {
            tally.took(System.nanoTime() - begin);
        }
    }
}
