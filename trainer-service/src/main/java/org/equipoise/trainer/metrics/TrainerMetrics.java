package org.equipoise.trainer.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;

/**
 * What the trainer counts and times. Tags are bounded: models by name, classes by the label set, never an image. After
 * {@value #MAX_MODELS} models further ones share the tag {@code other}.
 */
public final class TrainerMetrics {

    static final int MAX_MODELS = 100;

    private final MeterRegistry registry;
    private final Timer latency;
    private final DistributionSummary batch;
    private final Counter deadLetters;
    private final Counter retried;
    private final Map<String, RunProgress> progress = new ConcurrentHashMap<>();
    private final Map<String, String> models = new ConcurrentHashMap<>();
    private final AtomicInteger modelCount = new AtomicInteger();

    /** Numbers of a model's last run. */
    private static final class RunProgress {
        private volatile double epoch;
        private volatile double trainLoss;
        private volatile double validationLoss;
        private volatile double minimumRecall;
        private volatile double balancedAccuracy;
        private volatile double collapsed;
    }

    public TrainerMetrics(MeterRegistry registry) {
        this.registry = registry;
        latency = Timer.builder("equipoise.scoring.latency")
                .description("From the publication of a study to the prediction of one of its images")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(5))
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry);
        batch = DistributionSummary.builder("equipoise.scoring.batch")
                .description("Records of images.ingested handled in one transaction")
                .baseUnit("records")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
                .register(registry);
        retried = Counter.builder("equipoise.scoring.batches.retried")
                .description("Batches of images.ingested that failed and were read again")
                .register(registry);
        deadLetters = Counter.builder("equipoise.scoring.dead.letters")
                .description("Records of images.ingested that no later try can score")
                .register(registry);
    }

    /** A batch failed, was aborted, and will be read again. */
    public void batchRetried() {
        retried.increment();
    }

    /** A transaction of {@code records} records was committed, {@code unscorable} of them as dead letters. */
    public void batchCommitted(int records, int unscorable) {
        batch.record(records);
        deadLetters.increment(unscorable);
    }

    /** A prediction was committed at {@code now}. */
    public void predicted(PredictionMade prediction, Instant now) {
        registry.counter(
                        "equipoise.predictions",
                        "model",
                        model(prediction.model()),
                        "class",
                        prediction.labels().get(prediction.predictedClass()))
                .increment();
        Instant published = prediction.publishedAt();
        if (published != null && !published.isAfter(now)) {
            latency.record(Duration.between(published, now));
        }
    }

    /** The gate decided. */
    public void decided(ModelDecided decided) {
        registry.counter(
                        "equipoise.models.decided",
                        "model",
                        model(decided.model()),
                        "outcome",
                        decided.outcome()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', '-'))
                .increment();
    }

    /** A run made progress. */
    public void progressed(TrainingProgressed event) {
        RunProgress run = progress.computeIfAbsent(model(event.model()), this::register);
        run.epoch = event.epoch();
        EpochTelemetry telemetry = event.telemetry();
        if (telemetry != null) {
            run.trainLoss = telemetry.trainLoss();
            run.validationLoss = telemetry.validationLoss();
            run.balancedAccuracy = telemetry.balancedAccuracy();
            run.collapsed = telemetry.collapsed() ? 1 : 0;
            run.minimumRecall = telemetry.recalls().stream()
                    .mapToDouble(Double::doubleValue)
                    .min()
                    .orElse(0);
        }
    }

    private RunProgress register(String model) {
        var run = new RunProgress();
        gauge("equipoise.training.epoch", "Epochs completed by the model's last run", model, run, r -> r.epoch);
        gauge("equipoise.training.loss.train", "Weighted cross-entropy, nats", model, run, r -> r.trainLoss);
        gauge("equipoise.training.loss.validation", "Weighted cross-entropy, nats", model, run, r -> r.validationLoss);
        gauge("equipoise.training.recall.minimum", "Lowest validation recall", model, run, r -> r.minimumRecall);
        gauge(
                "equipoise.training.balanced.accuracy",
                "Mean of the validation recalls",
                model,
                run,
                r -> r.balancedAccuracy);
        gauge("equipoise.training.collapsed", "1 while a class is lost, else 0", model, run, r -> r.collapsed);
        return run;
    }

    private void gauge(
            String name,
            String description,
            String model,
            RunProgress run,
            java.util.function.ToDoubleFunction<RunProgress> value) {
        Gauge.builder(name, run, value)
                .description(description)
                .tag("model", model)
                .strongReference(true)
                .register(registry);
    }

    private String model(String name) {
        return models.computeIfAbsent(name, n -> modelCount.getAndIncrement() < MAX_MODELS ? n : "other");
    }
}
