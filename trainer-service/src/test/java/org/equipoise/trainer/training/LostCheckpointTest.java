package org.equipoise.trainer.training;

import java.nio.charset.StandardCharsets;

import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.storage.Bucket;
import org.equipoise.trainer.training.TrainingWorld.Killed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.equipoise.trainer.training.ScriptedRuns.REQUEST;
import static org.equipoise.trainer.training.ScriptedRuns.killedAfterEpoch3;
import static org.equipoise.trainer.training.ScriptedRuns.last;
import static org.equipoise.trainer.training.ScriptedRuns.world;

/** What a run had stored is gone or torn. */
class LostCheckpointTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRunWhoseLastNetworkIsLostGoesOnFromItsBestEpochToTheSameEnd(boolean torn) {
        var undisturbed = world(6, 9, 8, 7, 9, 9);
        undisturbed.service().run(REQUEST);
        var world = killedAfterEpoch3();
        lose(world, 3, torn);

        world.service().run(REQUEST);

        assertThat(world.outcomes()).singleElement().satisfies(model -> {
            TrainedModel expected = undisturbed.outcomes().get(0);
            assertThat(model.savedModel().sha256())
                    .isEqualTo(expected.savedModel().sha256());
            assertThat(model.telemetry()).isEqualTo(expected.telemetry());
        });
        assertThat(world.progress())
                .filteredOn(p -> p.phase() == Phase.RESUMED)
                .singleElement()
                .satisfies(resumed ->
                        assertThat(resumed.message()).contains("after epoch 2", "the network of epoch 3 is lost: "));
    }

    @Test
    void aRunWhoseNetworksAreAllLostFailsAndNamesThem() {
        var world = killedAfterEpoch3();
        lose(world, 3, true);
        lose(world, 2, false);

        world.service().run(REQUEST);

        assertThat(last(world).phase()).isEqualTo(Phase.FAILED);
        assertThat(last(world).message())
                .isEqualTo("the network of epoch 3 is lost: the checkpoint of 3 bytes cannot be read; "
                        + "the network of epoch 2 is lost: no object checkpoints/run-1/2-trainer-1/epoch-2.zip");
    }

    @Test
    void aTornStateFailsTheRunEveryTimeAndStaysAsItIs() {
        var world = killedAfterEpoch3();
        byte[] torn = "{\"request\":".getBytes(StandardCharsets.UTF_8);
        world.objects().put(Bucket.CHECKPOINTS, "run-1/1-trainer-0/state.json", torn, "");

        world.service().run(REQUEST);
        world.service().run(REQUEST);

        assertThat(world.progress())
                .filteredOn(p -> p.phase() == Phase.FAILED)
                .hasSize(2)
                .allSatisfy(failed -> assertThat(failed.message())
                        .startsWith("object checkpoints/run-1/1-trainer-0/state.json cannot be read: "));
        assertThat(world.objects().require(Bucket.CHECKPOINTS, "run-1/1-trainer-0/state.json"))
                .isEqualTo(torn);
        assertThat(world.outcomes()).isEmpty();
    }

    @Test
    void aFinishedModelThatIsGoneFailsTheRunByName() {
        var world = world(6, 9, 8, 7, 9, 9);
        world.killInOutcome();
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> world.service().run(REQUEST));
        world.objects().delete(Bucket.CHECKPOINTS, "run-1/1-trainer-0/saved_model.zip");

        world.service().run(REQUEST);

        assertThat(last(world).phase()).isEqualTo(Phase.FAILED);
        assertThat(last(world).message()).isEqualTo("no object checkpoints/run-1/2-trainer-1/saved_model.zip");
    }

    private static void lose(TrainingWorld world, int epoch, boolean torn) {
        String key = "run-1/1-trainer-0/epoch-" + epoch + ".zip";
        if (torn) {
            world.objects().put(Bucket.CHECKPOINTS, key, new byte[] {1, 2, 3}, "");
        } else {
            world.objects().delete(Bucket.CHECKPOINTS, key);
        }
    }
}
