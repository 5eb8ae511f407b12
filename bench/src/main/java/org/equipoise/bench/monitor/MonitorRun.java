package org.equipoise.bench.monitor;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.equipoise.bench.monitor.FiringAlerts.Firing;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Target;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.client.EventPublisher;
import org.equipoise.local.stack.LocalStack;

/** The steps of the benchmark against a running monitor, in order. */
final class MonitorRun {

    private static final String MONITOR = "monitor-service";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MODELS = 100;
    private static final int WARM_UP = 50_000;

    /** Answers of one class after which a collapse has long fired. */
    private static final int MOST_UNTIL_ALERT = 400;

    private final LocalStack stack;
    private final PrintStream out;
    private final EventPublisher events;
    private final WatchedModels models;
    private final ConsumedOffsets predictions;
    private final ConsumedOffsets decisions;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    MonitorRun(LocalStack stack, EventPublisher events, PrintStream out) {
        this.stack = stack;
        this.events = events;
        this.out = out;
        models = new WatchedModels(events, Clock.systemUTC());
        predictions = new ConsumedOffsets(stack.connection().bootstrapServers(), Topics.PREDICTIONS_MADE);
        decisions = new ConsumedOffsets(stack.connection().bootstrapServers(), Topics.MODELS_DECIDED);
    }

    List<Measurement> measurements() {
        return measurements;
    }

    List<Target> targets() {
        return targets;
    }

    /** Predictions of a hundred models, published faster than they are watched; what is left is watched alone. */
    void throughput(int count, int rounds) {
        out.println("publishing " + rounds + " times " + count + " predictions of " + MODELS + " models");
        announce("busy", MODELS);
        publish("busy", MODELS, WARM_UP);
        predictions.await(PATIENCE);
        double[] whole = new double[rounds];
        double[] alone = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long before = predictions.watched();
            long begin = System.nanoTime();
            publish("busy", MODELS, count);
            long flushed = System.nanoTime();
            long left = before + count - predictions.watched();
            predictions.await(PATIENCE);
            long end = System.nanoTime();
            whole[round] = count / ((end - begin) / 1e9);
            alone[round] = left / ((end - flushed) / 1e9);
        }
        measurements.add(Measurement.of(
                "predictions.made to committed, publisher beside it", "Equipoise", whole, "predictions/s"));
        Measurement backlog =
                Measurement.of("predictions.made to committed, of a backlog", "Equipoise", alone, "predictions/s");
        measurements.add(backlog);
        targets.add(new Target(
                "predictions through Kafka Streams, exactly once",
                backlog.median(),
                20_000,
                Target.Kind.AT_LEAST,
                "predictions/s"));
    }

    /** The same, of producers that do not spread their records by model: two of three take the way over a topic. */
    void throughputElsewhere(int count, int rounds) {
        out.println("the same by a producer that does not spread them by model");
        double[] whole = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < count; i++) {
                models.healthyElsewhere(WatchedModels.name("busy", i % MODELS));
            }
            events.flush();
            predictions.await(PATIENCE);
            whole[round] = count / ((System.nanoTime() - begin) / 1e9);
        }
        measurements.add(Measurement.of(
                "predictions.made to committed, not spread by model, publisher beside it",
                "Equipoise",
                whole,
                "predictions/s"));
    }

    /**
     * Models that collapse one after another, each answering one class at this rate.
     *
     * @param background predictions of healthy models a second beside it
     */
    void alarm(int collapses, double rate, double background) {
        String beside = String.format(Locale.ROOT, "prediction to firing alert, %.0f/s beside it", background);
        String prefix = "ill" + (int) background;
        out.println(collapses + " models collapse, " + background + " healthy predictions/s beside them");
        announce(prefix, collapses);
        double[] millis = new double[collapses];
        try (var alerts = new FiringAlerts(stack.connection())) {
            for (int i = 0; i < collapses; i++) {
                millis[i] = collapse(WatchedModels.name(prefix, i), alerts, rate, background);
            }
        }
        Arrays.sort(millis);
        measurements.add(Measurement.once(beside + ", p50", quantile(millis, 0.5), "ms"));
        Measurement p99 = Measurement.once(beside + ", p99", quantile(millis, 0.99), "ms");
        measurements.add(p99);
        targets.add(new Target(beside + ", p99", p99.median(), 1000, Target.Kind.AT_MOST, "ms"));
    }

    /** Milliseconds from the prediction that made it fire to the alert. */
    private double collapse(String model, FiringAlerts alerts, double rate, double background) {
        long[] sent = new long[MOST_UNTIL_ALERT];
        long begin = System.nanoTime();
        long others = 0;
        int answers = 0;
        while (alerts.of(model) == null && System.nanoTime() - begin < PATIENCE.toNanos()) {
            double seconds = (System.nanoTime() - begin) / 1e9;
            for (; others < seconds * background; others++) {
                models.healthy(WatchedModels.name("busy", (int) (others % MODELS)));
            }
            if (answers < sent.length && answers < seconds * rate) {
                sent[answers++] = System.nanoTime();
                models.predict(model, 2);
            }
            pause();
        }
        Firing firing = alerts.of(model);
        if (firing == null) {
            throw new IllegalStateException(model + " answered one class " + answers + " times and no alert fired");
        }
        return (firing.nanos() - sent[(int) firing.predictions() - 1]) / 1e6;
    }

    /** A great many versions, each with some predictions; then the monitor's resident set. */
    void memory(int versions) throws IOException {
        out.println("watching " + versions + " versions");
        announce("many", versions);
        publish("many", versions, 10 * versions);
        predictions.await(PATIENCE);
        double mebibytes = residentMebibytes(stack.pid(MONITOR));
        String what = "resident set, " + versions + " versions watched";
        measurements.add(Measurement.once(what, mebibytes, "MiB"));
        targets.add(new Target(what, mebibytes, 1e9 / (1 << 20), Target.Kind.BELOW, "MiB"));
        long restarts = stack.restarts(MONITOR);
        if (restarts > 0) {
            throw new IllegalStateException("the monitor died " + restarts + " times");
        }
    }

    private void announce(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            models.announce(WatchedModels.name(prefix, i));
        }
        events.flush();
        decisions.await(PATIENCE);
    }

    private void publish(String prefix, int of, int count) {
        for (int i = 0; i < count; i++) {
            models.healthy(WatchedModels.name(prefix, i % of));
        }
        events.flush();
    }

    private static double residentMebibytes(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    / 1024.0;
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " cannot be looked at", e);
        }
    }

    /** The smallest value that at least this share of all does not exceed. */
    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) Math.ceil(share * sorted.length) - 1)];
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    void close() {
        predictions.close();
        decisions.close();
    }
}
