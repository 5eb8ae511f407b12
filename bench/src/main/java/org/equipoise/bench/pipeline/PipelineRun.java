package org.equipoise.bench.pipeline;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Target;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.EventPublisher;
import org.equipoise.local.client.IngestionProgress;
import org.equipoise.local.client.Progress;
import org.equipoise.local.client.Publication;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.client.TrainingClient;
import org.equipoise.local.client.TrainingOutcome;
import org.equipoise.local.sets.SetImage;
import org.jspecify.annotations.Nullable;

/** The steps of the benchmark against a running stack, in order. */
final class PipelineRun {

    private static final String DATASET = "bench";
    private static final String MODEL = "bench";
    private static final String MODALITY = "OT";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WARM_UP = 300;

    /** What an earlier release reached on two cores, so that no release is slower without a word. */
    private static final double READY_SECONDS = 15.1;

    private static final double INGESTED_PER_SECOND = 167;
    private static final double P99_MILLIS = 362;

    /** Small, because only its speed of answering matters here. */
    private static final int INPUT_SIDE = 28;

    private final StackConnection connection;
    private final Clock clock;
    private final PrintStream out;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private long duplicates;
    private @Nullable Champion champion;

    PipelineRun(StackConnection connection, Clock clock, PrintStream out) {
        this.connection = connection;
        this.clock = clock;
        this.out = out;
    }

    List<Measurement> measurements() {
        return measurements;
    }

    List<Target> targets() {
        return targets;
    }

    long duplicates() {
        return duplicates;
    }

    void startedIn(double seconds) {
        aim(Measurement.once("start until every service is ready", seconds, "s"), Target.Kind.AT_MOST, READY_SECONDS);
    }

    /** Labelled studies, one image each: publishing until {@code images.ingested} has all of them. */
    void importImages(int count) {
        out.println("importing " + count + " images");
        try (var publisher = new StudyPublisher(connection, clock)) {
            publisher.declare(DATASET, new LabelSet(BrightSquares.CLASSES));
            ingest(publisher, BrightSquares.draw("warm-up", WARM_UP, 1, true), null, "warm-up");
            long begin = System.nanoTime();
            Publication publication;
            try (var ingested = ingested()) {
                publication = publisher.publish(
                        BrightSquares.draw("import", count, 2, true),
                        PublishOptions.collect(DATASET, MODALITY),
                        Progress.NONE);
                ingested.await(count, PATIENCE);
                aim(
                        rate("import to images.ingested", count, begin, ingested.last(), "images/s"),
                        Target.Kind.AT_LEAST,
                        INGESTED_PER_SECOND);
                duplicates += ingested.duplicates();
            }
            IngestionProgress.await(connection, publication, PATIENCE, Progress.NONE);
            add(rate("import to labels.checked", count, begin, System.nanoTime(), "images/s"));
        }
    }

    /** Two epochs are enough for squares; the gate decides as always. */
    void promoteAModel() {
        out.println("training and promoting a model to score with");
        DatasetFrozen frozen = new DatasetClient(connection).freeze(DATASET, INPUT_SIDE);
        var training = new TrainingClient(connection, clock);
        long begin = System.nanoTime();
        var request = training.request(frozen, new TrainingClient.Request(MODEL, "auto", Map.of("epochs", "3"), 1));
        TrainingOutcome outcome = training.follow(request.runId(), Duration.ofMinutes(2), progress -> {});
        champion = outcome.decided()
                .filter(TrainingOutcome.Decided::promoted)
                .map(decided -> decided.decision().champion())
                .orElseThrow(() -> new IllegalStateException("no model was promoted: " + outcome));
        add(Measurement.once(
                "training request to promotion, 3 epochs of 28x28", (System.nanoTime() - begin) / 1e9, "s"));
    }

    /** Predictions of the champion, as any classifier may publish them, until the monitor's detector counted all. */
    void detect(int count) {
        out.println("publishing " + count + " predictions to the detector");
        Champion watched = champion();
        var detector = new Detector(connection.service("monitor-service"), watched.version());
        try (var events = new EventPublisher(connection.bootstrapServers(), clock)) {
            predict(events, watched, "warm-up", 2000);
            detector.await(2000, PATIENCE);
            long before = detector.counted();
            long begin = System.nanoTime();
            predict(events, watched, "detect", count);
            detector.await(before + count, PATIENCE);
            add(rate("predictions.made to the detector", count, begin, System.nanoTime(), "predictions/s"));
        }
    }

    private void predict(EventPublisher events, Champion watched, String prefix, int count) {
        List<String> labels = watched.labelSet().classes();
        for (int i = 0; i < count; i++) {
            var event = new PredictionMade(
                    MODEL,
                    watched.version(),
                    prefix + "-" + i,
                    prefix + "-image-" + i,
                    null,
                    1,
                    labels,
                    i % 2 == 0 ? List.of(0.9, 0.1) : List.of(0.1, 0.9),
                    null,
                    null,
                    clock.instant());
            events.publish(Topics.PREDICTIONS_MADE, MODEL, event.id(), event);
        }
        events.flush();
    }

    /** Studies for the champion, as fast as they can be published. */
    void score(int count) {
        out.println("scoring " + count + " studies at full speed");
        List<SetImage> images = BrightSquares.draw("score", count, 3, false);
        try (var publisher = new StudyPublisher(connection, clock)) {
            try (var predicted = predicted()) {
                ingest(publisher, BrightSquares.draw("warm", WARM_UP, 4, false), MODEL, "warm");
                predicted.await(WARM_UP, PATIENCE);
            }
            try (var predicted = predicted()) {
                long begin = System.nanoTime();
                publisher.publish(images, PublishOptions.score(MODEL, DATASET, MODALITY, "score"), Progress.NONE);
                predicted.await(count, PATIENCE);
                add(rate("study to prediction, full speed", count, begin, predicted.last(), "images/s"));
                duplicates += predicted.duplicates();
            }
        }
    }

    /** Studies at a fixed rate; one that is late is still counted from when it was due. */
    void latency(double rate, int seconds) {
        int count = (int) Math.round(rate * seconds);
        out.println("publishing " + rate + " studies/s for " + seconds + " s");
        List<SetImage> images = BrightSquares.draw("latency", count, 5, false);
        Map<String, Long> due = new ConcurrentHashMap<>();
        try (var publisher = new StudyPublisher(connection, clock);
                var predicted = predicted()) {
            var schedule = Executors.newScheduledThreadPool(4);
            long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
            for (int i = 0; i < count; i++) {
                List<SetImage> one = images.subList(i, i + 1);
                long at = begin + (long) (i / rate * 1e9);
                schedule.schedule(
                        () -> {
                            Publication publication = publisher.publish(
                                    one, PublishOptions.score(MODEL, DATASET, MODALITY, "latency"), Progress.NONE);
                            due.put(publication.images().get(0).studyId(), at);
                        },
                        at - System.nanoTime(),
                        TimeUnit.NANOSECONDS);
            }
            predicted.await(count, PATIENCE);
            schedule.shutdown();
            double[] millis = due.entrySet().stream()
                    .mapToDouble(
                            e -> (predicted.arrivals().getOrDefault(e.getKey(), Long.MAX_VALUE) - e.getValue()) / 1e6)
                    .sorted()
                    .toArray();
            String what = String.format(Locale.ROOT, "study to prediction at %.0f studies/s, ", rate);
            add(Measurement.once(what + "p50", quantile(millis, 0.50), "ms"));
            aim(Measurement.once(what + "p99", quantile(millis, 0.99), "ms"), Target.Kind.AT_MOST, P99_MILLIS);
            add(Measurement.once(what + "longest", millis[millis.length - 1], "ms"));
            duplicates += predicted.duplicates();
        }
    }

    private void ingest(StudyPublisher publisher, List<SetImage> images, @Nullable String model, String prefix) {
        try (var ingested = ingested()) {
            publisher.publish(images, new PublishOptions(DATASET, MODALITY, model, prefix, false), Progress.NONE);
            ingested.await(images.size(), PATIENCE);
        }
    }

    private TopicTap<ImageIngested> ingested() {
        return new TopicTap<>(
                connection, Topics.IMAGES_INGESTED, ImageIngested.class, e -> e.studyId() + " " + e.sourceKey());
    }

    private TopicTap<PredictionMade> predicted() {
        return new TopicTap<>(connection, Topics.PREDICTIONS_MADE, PredictionMade.class, PredictionMade::studyId);
    }

    private Champion champion() {
        return java.util.Objects.requireNonNull(champion, "no model was promoted yet");
    }

    private void aim(Measurement measurement, Target.Kind kind, double bound) {
        add(measurement);
        targets.add(new Target(measurement.what(), measurement.median(), bound, kind, measurement.unit()));
    }

    private void add(Measurement measurement) {
        measurements.add(measurement);
    }

    private static Measurement rate(String what, int count, long begin, long end, String unit) {
        return Measurement.once(what, count / ((end - begin) / 1e9), unit);
    }

    /** The smallest value that at least this share of all does not exceed. */
    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) Math.ceil(share * sorted.length) - 1)];
    }
}
