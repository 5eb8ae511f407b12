package org.equipoise.trainer.training;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.telemetry.DivergenceWatch;
import org.equipoise.trainer.telemetry.EpochMeasures;
import org.equipoise.trainer.telemetry.StepReports;

/**
 * An epoch as a run trains it, with all its telemetry and with images that are there already. Of the answers to the
 * validation split, which a run needs with or without telemetry, it has the first batch: that one is looked inside.
 */
public final class ObservedEpoch {

    /** Images of a validation split that are answered at once. */
    public static final int PROBED = 256;

    private final TrainableNetwork network;
    private final Shard shard;
    private final Clock clock = Clock.systemUTC();
    private final int batch;
    private final LabelSet labels;
    private final ShardSource.Plan plan;
    private final ConfusionMatrix validation;

    public ObservedEpoch(TrainableNetwork network, Shard shard, int classes, int batch) {
        this.network = network;
        this.shard = shard;
        this.batch = batch;
        labels = new LabelSet(
                IntStream.range(0, classes).mapToObj(k -> "class-" + k).toList());
        plan = plan(shard.shape(), shard.size());
        validation = new ConfusionMatrix(classes);
        for (int i = 0; i < shard.size(); i++) {
            validation.add(shard.label(i), shard.label((i + 1) % shard.size()));
        }
    }

    /**
     * Trains on every image once and says what was seen.
     *
     * @param stepsBefore steps taken in earlier epochs
     */
    public EpochTelemetry train(long stepsBefore, double learningRate) {
        var pass = new EpochPass(network, new Ready(shard), plan, batch, clock, watch());
        pass.run(0, stepsBefore, step -> new StepSettings(step, step, learningRate, 0, StepSettings.Stage.EVERYTHING));
        Probe probe = network.probe(shard, 0, Math.min(PROBED, shard.size())).probe();
        return new EpochMeasures(
                        new EpochMeasures.Losses(pass.meanLoss(), pass.meanLoss(), 1),
                        pass.learningRate(),
                        pass.answers(),
                        pass.norms(),
                        new EpochMeasures.Logits(probe.logitMean(), probe.logitVariance(), probe.deadUnits()),
                        pass.waitingSeconds(),
                        pass.computingSeconds())
                .telemetry(validation, labels, List.of());
    }

    /** As a run watches its steps; what it reports goes nowhere. */
    private StepWatch watch() {
        var divergence = new DivergenceWatch();
        divergence.epochBegins(1, List.of());
        return new StepWatch(
                divergence, new StepReports(Duration.ofSeconds(10), clock.instant()), seen -> {}, clock);
    }

    private ShardSource.Plan plan(InputShape shape, int images) {
        var request = new TrainingRequested("bench", "bench", "bench", "v1", "auto", Map.of(), 1, Instant.EPOCH);
        var dataset = new DatasetFrozen(
                "bench", "v1", "none", "none", labels, "OT", shape, Map.of(), List.of(), List.of(), Instant.EPOCH);
        return new ShardSource.Plan(request, dataset, AugmentationPolicy.NONE, List.of(), images, images);
    }

    /** All images in one shard, without waiting. */
    private record Ready(Shard shard) implements ShardSource {
        @Override
        public void certain(int epochs) {}

        @Override
        public Shard take(int epoch, int number) {
            return shard;
        }

        @Override
        public void close() {}
    }
}
