package org.equipoise.trainer.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingProgressed.Inside;
import org.equipoise.common.events.TrainingProgressed.StepTelemetry;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.metrics.UnforeseenMetrics;
import org.jspecify.annotations.Nullable;

/**
 * What the trainer counts and times. Tags are bounded: models by name, classes by the label set, never an image. After
 * {@value #MAX_MODELS} models further ones share the tag {@code other}.
 */
public final class TrainerMetrics {

    static final int MAX_MODELS = 100;

    private static final List<String> CONSUMED = List.of(Topics.TRAINING_REQUESTED, Topics.IMAGES_INGESTED);

    private final MeterRegistry registry;
    private final UnforeseenMetrics unforeseen;
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
        private volatile double priorLoss;
        private volatile double lossGap;
        private volatile double recallGap;
        private volatile double learningRate;
        private volatile double gradientNorm;
        private volatile double imagesPerSecond;
        private volatile double waiting;
        private volatile double computing;
        private volatile double minimumRecall;
        private volatile double balancedAccuracy;
        private volatile double collapsed;
    }

    public TrainerMetrics(MeterRegistry registry) {
        this.registry = registry;
        unforeseen = new UnforeseenMetrics(registry);
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
        unforeseen.reads(CONSUMED);
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

    /** A record failed in a way that nobody foresaw, and was put aside. */
    public void unforeseen(String topic) {
        unforeseen.count(topic);
    }

    /** A record of a topic that is only followed cannot be read, and was left out. */
    public void skipped(String topic) {
        Counter.builder("equipoise.trainer.records.skipped")
                .description("Records of followed topics that cannot be read, each time that they are read")
                .tag("topic", topic)
                .register(registry)
                .increment();
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

    /**
     * A run was diagnosed; the first cause counts, {@code unsure} where none was worth naming. What is said again
     * because a repair was tried is no diagnosis more.
     */
    public void diagnosed(DiagnosisMade diagnosis) {
        if (diagnosis.repair() != null) {
            return;
        }
        registry.counter(
                        "equipoise.diagnoses",
                        "model",
                        model(diagnosis.model()),
                        "cause",
                        diagnosis.causes().isEmpty()
                                ? "unsure"
                                : diagnosis.causes().get(0).cause())
                .increment();
    }

    /** Canaries were replayed; the model answered or could not. */
    public void canariesReplayed(CanariesReplayed event) {
        canaries(event.model(), event.failure() == null ? "answered" : "unusable");
    }

    /** Canaries could not be replayed, because the store or the brokers did not answer. */
    public void canariesNotReplayed(String model) {
        canaries(model, "failed");
    }

    private void canaries(String model, String outcome) {
        registry.counter("equipoise.canaries.replayed", "model", model(model), "outcome", outcome)
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
            run.minimumRecall = telemetry.lowestRecall().orElse(0);
            run.priorLoss = telemetry.priorEntropy();
            run.learningRate = telemetry.learningRate();
            run.imagesPerSecond = telemetry.imagesPerSecond();
            run.waiting = telemetry.waitingSeconds();
            run.computing = telemetry.computingSeconds();
            inside(run, telemetry.inside());
        }
        StepTelemetry steps = event.steps();
        if (steps != null) {
            run.trainLoss = steps.loss();
            run.learningRate = steps.learningRate();
            run.gradientNorm = steps.gradientNorm();
            run.imagesPerSecond = steps.imagesPerSecond();
        }
    }

    private static void inside(RunProgress run, @Nullable Inside inside) {
        if (inside == null) {
            return;
        }
        run.gradientNorm = inside.gradientNorm();
        run.lossGap = inside.lossGap() == null ? run.lossGap : inside.lossGap();
        run.recallGap = inside.recallGap() == null ? run.recallGap : inside.recallGap();
    }

    private RunProgress register(String model) {
        var run = new RunProgress();
        gauge("equipoise.training.epoch", "Epochs completed by the model's last run", model, run, r -> r.epoch);
        gauge("equipoise.training.loss.train", "Weighted cross-entropy, nats", model, run, r -> r.trainLoss);
        gauge("equipoise.training.loss.validation", "Weighted cross-entropy, nats", model, run, r -> r.validationLoss);
        gauge(
                "equipoise.training.loss.prior",
                "Loss of the best constant answer, nats: a loss that rests here learned nothing",
                model,
                run,
                r -> r.priorLoss);
        gauge("equipoise.training.loss.gap", "Validation loss minus training loss, nats", model, run, r -> r.lossGap);
        gauge(
                "equipoise.training.recall.gap",
                "Mean training recall minus mean validation recall",
                model,
                run,
                r -> r.recallGap);
        gauge("equipoise.training.learning.rate", "Of the last step", model, run, r -> r.learningRate);
        gauge(
                "equipoise.training.gradient.norm",
                "Mean length of the gradient before clipping",
                model,
                run,
                r -> r.gradientNorm);
        gauge(
                "equipoise.training.images.rate",
                "Training images per second of wall time, without validation",
                model,
                run,
                r -> r.imagesPerSecond);
        seconds("equipoise.training.waiting", "Of the last epoch, waiting for shards", model, run, r -> r.waiting);
        seconds("equipoise.training.computing", "Of the last epoch, computing", model, run, r -> r.computing);
        gauge(
                "equipoise.training.recall.minimum",
                "Lowest validation recall of the classes that have images",
                model,
                run,
                r -> r.minimumRecall);
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
            String name, String description, String model, RunProgress run, ToDoubleFunction<RunProgress> value) {
        builder(name, description, model, run, value).register(registry);
    }

    private void seconds(
            String name, String description, String model, RunProgress run, ToDoubleFunction<RunProgress> value) {
        builder(name, description, model, run, value).baseUnit("seconds").register(registry);
    }

    private static Gauge.Builder<RunProgress> builder(
            String name, String description, String model, RunProgress run, ToDoubleFunction<RunProgress> value) {
        return Gauge.builder(name, run, value)
                .description(description)
                .tag("model", model)
                .strongReference(true);
    }

    private String model(String name) {
        return models.computeIfAbsent(name, n -> modelCount.getAndIncrement() < MAX_MODELS ? n : "other");
    }
}
