package org.equipoise.trainer.training;

import java.time.Duration;
import java.util.Map;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.trainer.training.TrainingWorld.Killed;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.equipoise.trainer.training.ScriptedRuns.STEPS_PER_EPOCH;

/** The minutes of a run are watched while it goes on: three shards make an epoch. */
class ReplannedRunTest {

    /** Of the rehearsal alone. */
    private static final double LOWEST_RATE = 1e-6;

    private static final Map<String, String> SETTINGS =
            Map.of("batchSize", "32", "epochs", "12", "minutes", "2", "patience", "12", "schedule", "one-cycle");

    @Test
    void aRunWhoseRehearsalWasSlowGetsTheEpochsThatFit() {
        TrainingWorld world = world(Duration.ofSeconds(3), Duration.ofSeconds(3));

        TrainedModel model = run(world, SETTINGS);

        assertThat(model.epochs()).isEqualTo(5);
        assertThat(model.recipe().recipe().settings()).containsEntry("epochsReplanned", "3,1:5");
    }

    @Test
    void aRunWhoseEpochsAreSlowEndsItsScheduleInTime() {
        TrainingWorld world = world(Duration.ZERO, Duration.ofSeconds(10));

        TrainedModel model = run(world, SETTINGS);

        assertThat(model.epochs()).isEqualTo(3);
        assertThat(model.recipe().recipe().settings())
                .containsEntry("epochs", "3")
                .containsEntry("epochsReplanned", "12,1:3");
        assertThat(world.progress())
                .filteredOn(progress -> progress.phase() == Phase.EPOCH && progress.epoch() == 1)
                .filteredOn(progress -> progress.message().contains("3 epochs instead of 12: one takes 30.0 s"))
                .extracting(TrainingProgressed::epochs)
                .containsExactly(3);
    }

    @Test
    void aReplayFollowsTheSamePlans() {
        TrainedModel model = run(world(Duration.ZERO, Duration.ofSeconds(10)), SETTINGS);

        TrainedModel replay = run(
                world(Duration.ZERO, Duration.ofSeconds(10)),
                "custom",
                model.recipe().recipe().settings());

        assertThat(replay.recipe().recipe()).isEqualTo(model.recipe().recipe());
        assertThat(replay.telemetry()).isEqualTo(model.telemetry());
        assertThat(replay.savedModel().sha256()).isEqualTo(model.savedModel().sha256());
    }

    @Test
    void aKilledRunKeepsToItsPlans() {
        TrainedModel undisturbed = run(world(Duration.ZERO, Duration.ofSeconds(10)), SETTINGS);
        TrainingWorld world = world(Duration.ZERO, Duration.ofSeconds(10));
        world.killAfterShards(5);
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> run(world, SETTINGS));

        TrainedModel model = run(world, SETTINGS);

        assertThat(model.savedModel().sha256())
                .isEqualTo(undisturbed.savedModel().sha256());
        assertThat(model.recipe().recipe()).isEqualTo(undisturbed.recipe().recipe());
    }

    /** The minutes are over within the first epoch: nothing is planned that the run does not come to. */
    @Test
    void aRunWhoseTimeIsOverIsNotPlannedAnew() {
        TrainedModel model = run(world(Duration.ZERO, Duration.ofSeconds(60)), SETTINGS);

        assertThat(model.epochs()).isEqualTo(1);
        assertThat(model.recipe().recipe().settings()).containsEntry("epochsReplanned", "none");
    }

    /** What comes after what would change if the epochs did. */
    @Test
    void aRunOfTwoStagesKeepsItsFirstPlan() {
        Map<String, String> staged =
                Map.of("batchSize", "32", "epochs", "4", "minutes", "2", "patience", "4", "classifierEpochs", "2");

        TrainedModel model = run(world(Duration.ZERO, Duration.ofSeconds(15)), staged);

        assertThat(model.recipe().recipe().settings()).containsEntry("epochsReplanned", "none");
    }

    /** @param rehearsed what each step of the rehearsal takes; steps of epochs take no time, but their shards do */
    private static TrainingWorld world(Duration rehearsed, Duration shard) {
        var networks = new ScriptedNetworks(STEPS_PER_EPOCH, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 9, 10, 10);
        var world = new TrainingWorld(networks);
        world.makeEachShardTake(shard);
        networks.takes((step, taken, from, count, rate) -> {
            if (rate == LOWEST_RATE) {
                world.clock().pass(rehearsed);
            }
            return ScriptedNetworks.outcome(0.5f);
        });
        return world;
    }

    private static TrainedModel run(TrainingWorld world, Map<String, String> settings) {
        return run(world, "auto", settings);
    }

    private static TrainedModel run(TrainingWorld world, String recipe, Map<String, String> settings) {
        world.service().run(TrainingWorld.request(recipe, settings));
        return world.outcomes().get(0);
    }
}
