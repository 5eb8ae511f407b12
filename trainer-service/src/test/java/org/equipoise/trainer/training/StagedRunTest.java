package org.equipoise.trainer.training;

import java.util.Map;

import org.equipoise.common.events.TrainingRequested;
import org.equipoise.trainer.training.TrainingWorld.Killed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.equipoise.trainer.training.ScriptedRuns.world;

/** The whole network first, then its classifier alone. */
class StagedRunTest {

    /** Four epochs of the whole network, two of its classifier. */
    private static final TrainingRequested STAGED = TrainingWorld.request(
            "naive", Map.of("batchSize", "32", "epochs", "6", "patience", "2", "classifierEpochs", "2"));

    @Test
    void patienceWaitsForTheLastStageAndOnlyItsEpochsAreCompared() {
        var world = world(9, 8, 7, 6, 5, 6);

        world.service().run(STAGED);

        TrainedModel model = world.outcomes().get(0);
        assertThat(model.epochs()).isEqualTo(6);
        assertThat(model.bestEpoch()).isEqualTo(6);
        assertThat(world.certain()).containsExactly(2, 3, 4, 5, 6, 6);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 12, 13, 15})
    void aRunThatIsKilledAroundAStageEndsAsIfItHadNotBeen(int shards) {
        var undisturbed = world(9, 8, 7, 6, 5, 4);
        undisturbed.service().run(STAGED);
        var world = world(9, 8, 7, 6, 5, 4);
        world.killAfterShards(shards);
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> world.service().run(STAGED));

        world.service().run(STAGED);

        assertThat(world.outcomes().get(0).bestEpoch()).isEqualTo(5);
        assertThat(world.outcomes().get(0).telemetry())
                .isEqualTo(undisturbed.outcomes().get(0).telemetry());
    }
}
