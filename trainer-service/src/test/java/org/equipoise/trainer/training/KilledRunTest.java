package org.equipoise.trainer.training;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.trainer.training.TrainingWorld.Killed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.equipoise.trainer.training.ScriptedRuns.REQUEST;
import static org.equipoise.trainer.training.ScriptedRuns.STEPS_PER_EPOCH;
import static org.equipoise.trainer.training.ScriptedRuns.world;

/** A trainer dies, and the run goes on as if nothing had been. */
class KilledRunTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 11})
    void aKilledRunEndsAsIfItHadNotBeenKilled(int shards) {
        var undisturbed = world(6, 9, 8, 7, 9, 9);
        undisturbed.service().run(REQUEST);
        var world = world(6, 9, 8, 7, 9, 9);
        world.killAfterShards(shards);
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> world.service().run(REQUEST));

        world.service().run(REQUEST);

        assertThat(world.outcomes()).hasSize(1);
        TrainedModel expected = undisturbed.outcomes().get(0);
        TrainedModel model = world.outcomes().get(0);
        assertThat(model.savedModel().sha256()).isEqualTo(expected.savedModel().sha256());
        assertThat(model.telemetry()).isEqualTo(expected.telemetry());
        assertThat(world.progress())
                .filteredOn(p -> p.phase() == Phase.EPOCH)
                .extracting(TrainingProgressed::epoch)
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void aRunThatGoesOnSaysSo() {
        var world = world(6, 9, 8, 7, 9, 9);
        world.killAfterShards(4);
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> world.service().run(REQUEST));

        world.service().run(REQUEST);

        assertThat(world.progress())
                .filteredOn(p -> p.phase() == Phase.RESUMED)
                .singleElement()
                .satisfies(resumed -> assertThat(resumed.message()).contains("after epoch 1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5})
    void aRunIsSaidToStartOnceHoweverOftenItsTrainerDies(int shards) {
        var world = world(6, 9, 8, 7, 9, 9);
        world.killAfterShards(shards);
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> world.service().run(REQUEST));
        world.killAfterShards(0);
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> world.service().run(REQUEST));

        world.service().run(REQUEST);

        assertThat(world.progress()).filteredOn(p -> p.phase() == Phase.STARTED).hasSize(1);
        assertThat(world.progress()).filteredOn(p -> p.phase() == Phase.RESUMED).hasSize(2);
    }

    @Test
    void aRunThatGoesOnElsewhereSaysThatItsLastBitsDiffer() {
        var networks = new ScriptedNetworks(STEPS_PER_EPOCH, 6, 9, 8, 7, 9, 9);
        networks.computeOn("CPU, 2 threads");
        var world = new TrainingWorld(networks);
        world.killAfterShards(4);
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> world.service().run(REQUEST));
        networks.computeOn("CPU, 8 threads");

        world.service().run(REQUEST);

        assertThat(world.progress())
                .filteredOn(p -> p.phase() == Phase.RESUMED)
                .singleElement()
                .satisfies(resumed -> assertThat(resumed.message())
                        .contains("on CPU, 8 threads", "began on CPU, 2 threads", "last bits"));
    }

    @Test
    void aModelWhoseHandOverDiedIsHandedOverAgainWithoutTraining() {
        var world = world(6, 9, 8, 7, 9, 9);
        world.killInOutcome();
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> world.service().run(REQUEST));

        world.service().run(REQUEST);

        assertThat(world.outcomes()).hasSize(2);
        assertThat(world.outcomes().get(1).savedModel().sha256())
                .isEqualTo(world.outcomes().get(0).savedModel().sha256());
        assertThat(world.outcomes().get(1).validation().confusion().rows())
                .isEqualTo(world.outcomes().get(0).validation().confusion().rows());
        assertThat(world.progress()).filteredOn(p -> p.phase() == Phase.EPOCH).hasSize(4);
    }
}
