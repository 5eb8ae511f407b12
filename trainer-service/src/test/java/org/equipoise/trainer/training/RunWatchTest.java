package org.equipoise.trainer.training;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingProgressed.StepTelemetry;
import org.equipoise.common.events.TrainingRequested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Runs that go wrong, and how a run says that it goes on: 160 images in batches of 32, five steps an epoch. */
class RunWatchTest {

    private static final TrainingRequested REQUEST = TrainingWorld.request(
            "naive", Map.of("batchSize", "32", "epochs", "20", "patience", "20", "learningRate", "0.25"));

    private final ScriptedNetworks networks =
            new ScriptedNetworks(5, 6, 7, 8, 9, 6, 7, 8, 9, 6, 7, 8, 9, 6, 7, 8, 9, 6, 7, 8, 9);

    @Test
    void aStepThatIsNotFiniteFailsTheRunAndSaysWhere() {
        networks.shows(step -> step < 6
                ? ScriptedNetworks.outcome(0.5f)
                : new StepOutcome(Float.NaN, new float[64], List.of("steps"), new float[] {Float.NaN}, "conv2"));
        var world = new TrainingWorld(networks);

        world.service().run(REQUEST);

        assertThat(failure(world).message())
                .isEqualTo("in step 7, counted from 1, the output of layer conv2 is not finite, the loss is NaN;"
                        + " a lower learningRate than 0.25 or a clipNorm may help");
        assertThat(failure(world).epoch()).isEqualTo(1);
    }

    @Test
    void aBrokenGradientIsNotCalledABrokenLoss() {
        networks.shows(step -> new StepOutcome(
                0.43f, new float[64], List.of("first", "last"), new float[] {Float.NaN, Float.NaN}, null));
        var world = new TrainingWorld(networks);

        world.service().run(REQUEST);

        assertThat(failure(world).message())
                .startsWith("in step 1, counted from 1, the gradient of last is not finite, though the loss is 0.43;");
    }

    /** Five healthy epochs, then a thousand times the loss: 33 steps later the run ends. */
    @Test
    void aTrainingThatDivergesFailsTheRunWithItsNumbers() {
        networks.shows(step -> ScriptedNetworks.outcome(step < 25 ? 0.5f : 500));
        var world = new TrainingWorld(networks);

        world.service().run(REQUEST);

        assertThat(failure(world).message())
                .startsWith("in step 58, counted from 1, the training diverges: the loss is 500.0, smoothed ")
                .contains("above the limit of 6.931, 10 times")
                .endsWith("a lower learningRate than 0.25 or a clipNorm may help");
        assertThat(failure(world).epoch()).isEqualTo(11);
    }

    /** Ten steps are too few for the smoothed loss; what the best epoch costs is told all the same. */
    @Test
    void aTrainingOfFewStepsThatDivergesFailsWithItsNumbersBesideThePrior() {
        var diverging = new ScriptedNetworks(5, 5, 4);
        diverging.shows(step -> ScriptedNetworks.outcome(step == 0 ? 0.7f : 2_500_000));
        var world = new TrainingWorld(diverging);

        world.service()
                .run(TrainingWorld.request("naive", Map.of("batchSize", "32", "epochs", "2", "learningRate", "1")));

        assertThat(failure(world).message())
                .startsWith(
                        "the training diverged: the epoch to be kept, 1 of 2, has a training loss of 2.000e+06 and a"
                                + " validation loss of 0.9163, and always giving the same answer costs 0.6931 (the prior's"
                                + " entropy); a lower learningRate than 1.0");
    }

    /** No step sees what the last one of an epoch did; the answers to the validation images do. */
    @Test
    void weightsThatTheLastStepOfAnEpochSpoiltFailTheRunBeforeTheyAreKept() {
        networks.answersNothingAfter(10);
        var world = new TrainingWorld(networks);

        world.service().run(REQUEST);

        assertThat(failure(world).message())
                .startsWith("after step 10, the last of epoch 2, the validation loss is not finite;");
        assertThat(world.progress())
                .extracting(TrainingProgressed::phase)
                .containsExactly(Phase.STARTED, Phase.EPOCH, Phase.FAILED);
    }

    @Test
    void aLongEpochSaysOnItsWayThatItGoesOn() {
        var world = new TrainingWorld(networks);
        networks.shows(step -> {
            world.clock().pass(Duration.ofSeconds(4));
            return ScriptedNetworks.outcome(0.5f);
        });

        world.service().run(TrainingWorld.request("naive", Map.of("batchSize", "32", "epochs", "2")));

        assertThat(world.progress())
                .filteredOn(event -> event.phase() == Phase.EPOCH)
                .extracting(TrainingProgressed::steps)
                .containsExactly(
                        new StepTelemetry(3, 0.5, 0.001, 1, 8), null, new StepTelemetry(8, 0.5, 0.001, 1, 8), null);
        assertThat(world.progress().get(1))
                .extracting(TrainingProgressed::epoch, TrainingProgressed::telemetry)
                .containsExactly(0, null);
    }

    /** By hand: three shards of 3 s each, five steps of 2 s each: 160 images in 19 s. */
    @Test
    void timeSpentWaitingIsToldFromTimeSpentComputing() {
        var world = new TrainingWorld(networks);
        world.makeEachShardTake(Duration.ofSeconds(3));
        networks.shows(step -> {
            world.clock().pass(Duration.ofSeconds(2));
            return ScriptedNetworks.outcome(0.5f);
        });

        world.service().run(TrainingWorld.request("naive", Map.of("batchSize", "32", "epochs", "1")));

        EpochTelemetry telemetry = world.outcomes().get(0).telemetry().get(0);
        assertThat(telemetry.waitingSeconds()).isEqualTo(9);
        assertThat(telemetry.computingSeconds()).isEqualTo(10);
        assertThat(telemetry.imagesPerSecond()).isCloseTo(160 / 19.0, within(1e-12));
        assertThat(world.outcomes().get(0).seconds()).isEqualTo(19);
    }

    private static TrainingProgressed failure(TrainingWorld world) {
        assertThat(world.outcomes()).isEmpty();
        TrainingProgressed last =
                Objects.requireNonNull(world.progress().get(world.progress().size() - 1));
        assertThat(last.phase()).isEqualTo(Phase.FAILED);
        return last;
    }
}
