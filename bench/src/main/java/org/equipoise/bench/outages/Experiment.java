package org.equipoise.bench.outages;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.equipoise.bench.outages.Arrivals.Standing;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.stack.LocalStack;

/** Sends through doors, disturbs in the middle, and looks at what is there afterwards. */
final class Experiment {

    private static final Duration LOOK = Duration.ofMillis(20);

    private final LocalStack stack;
    private final Arrivals arrivals;
    private final int images;
    private final Duration outage;
    private final PrintStream out;
    private int series;

    /** @param outage how long something is away that comes back when it is told to */
    Experiment(LocalStack stack, Arrivals arrivals, int images, Duration outage, PrintStream out) {
        this.stack = stack;
        this.arrivals = arrivals;
        this.images = images;
        this.outage = outage;
        this.out = out;
    }

    /** What one door is doing. */
    private record Running(String door, Door way, Series series, Tally tally, CompletableFuture<Void> sending) {}

    /** Sends through all of these doors at the same time. */
    List<Row> run(Map<String, Door> doors, Disturbance disturbance) {
        out.println(disturbance.word() + ", in the middle of " + images + " images through each of " + doors.keySet());
        var beginning = new CountDownLatch(1);
        var away = new CountDownLatch(1);
        List<Running> running = new ArrayList<>();
        new LinkedHashMap<>(doors)
                .forEach((name, door) -> running.add(start(name, door, disturbance, beginning, away)));
        while (!running.stream()
                .allMatch(each -> each.tally().isUnderWay() || each.sending().isDone())) {
            Waiting.of(LOOK);
        }
        int restarts = stack.restarts(OutagesBenchmark.INGEST);
        beginning.countDown();
        Runnable end = disturbance.begin(stack);
        away.countDown();
        if (disturbance.lasts()) {
            Waiting.of(outage);
        }
        end.run();
        long over = System.nanoTime();
        List<Row> rows = new ArrayList<>();
        for (Running each : running) {
            each.sending().join();
            int strange = arrivals.await(each.series());
            double there = (System.nanoTime() - over) / 1e9;
            if (!each.way().labels()) {
                arrivals.label(each.series());
            }
            Standing standing = arrivals.standing(each.series());
            rows.add(new Row(
                    each.door(),
                    disturbance,
                    each.series(),
                    standing,
                    strange,
                    each.tally(),
                    Math.max(0, (each.tally().finishedNanos() - over) / 1e9),
                    there,
                    stack.restarts(OutagesBenchmark.INGEST) - restarts));
            out.println("  " + each.door() + ": " + standing);
        }
        return rows;
    }

    private Running start(
            String name, Door door, Disturbance disturbance, CountDownLatch beginning, CountDownLatch away) {
        var sent = new Series(disturbance.word() + "-" + name, ++series, images);
        try (var publisher = new StudyPublisher(stack.connection(), Clock.systemUTC())) {
            publisher.declare(sent.dataset(), new LabelSet(Series.CLASSES));
        }
        var tally = new Tally(images, beginning, away);
        return new Running(name, door, sent, tally, CompletableFuture.runAsync(() -> door.send(sent, tally), task -> {
            var thread = new Thread(task, "sender-" + name);
            thread.setDaemon(true);
            thread.start();
        }));
    }
}
