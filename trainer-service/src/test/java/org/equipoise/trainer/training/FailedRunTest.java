package org.equipoise.trainer.training;

import java.util.List;
import java.util.Map;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equipoise.trainer.training.ScriptedRuns.REQUEST;
import static org.equipoise.trainer.training.ScriptedRuns.failure;
import static org.equipoise.trainer.training.ScriptedRuns.killedAfterEpoch3;
import static org.equipoise.trainer.training.ScriptedRuns.last;
import static org.equipoise.trainer.training.ScriptedRuns.world;

/** What trying again would not change, said once and for all. */
class FailedRunTest {

    @Test
    void aClassWithoutTrainingImagesFailsTheRun() {
        var world = world(1);
        world.countTraining(160L, 0L);

        world.service().run(REQUEST);

        assertThat(failure(world)).contains("steep", "no training image");
    }

    @Test
    void fewerImagesThanABatchThatWasAskedForFailTheRun() {
        var world = world(1);
        world.countTraining(16L, 15L);

        world.service().run(REQUEST);

        assertThat(failure(world))
                .isEqualTo(
                        "31 training images are fewer than a batch of 32: a batchSize of 31 fits, or 1 more of them");
    }

    @Test
    void aDatasetWithoutValidationImagesFailsTheRun() {
        var world = world(1);
        world.emptyHeldOutSplits();

        world.service().run(REQUEST);

        assertThat(failure(world)).contains("validation split");
    }

    @Test
    void anAimThatCannotSeeAClassFailsTheRunBeforeItTrains() {
        var world = world(1);
        world.loseSecondClassInValidation();

        world.service().run(TrainingWorld.request("naive", Map.of("aim", "accuracy")));

        assertThat(failure(world)).startsWith("aim=accuracy").contains("no image of \"steep\"");
    }

    @Test
    void anUnknownVersionFailsTheRun() {
        var world = world(1);

        world.service()
                .run(new TrainingRequested(
                        "run-1", "stripes", "stripes", "v2", "naive", Map.of(), 7, REQUEST.requestedAt()));

        assertThat(failure(world)).contains("v2", "stripes");
    }

    @Test
    void aFailedRunThatIsDeliveredAgainFailsAgainWithTheSameReason() {
        var world = world(1);
        world.countTraining(160L, 0L);
        world.service().run(REQUEST);
        String reason = failure(world);

        world.service().run(REQUEST);

        assertThat(world.progress()).extracting(TrainingProgressed::message).isEqualTo(List.of(reason, reason));
    }

    @Test
    void aPackThatIsGoneFailsTheRunByName() {
        var world = world(6, 9, 8, 7, 9, 9);
        String pack = ObjectKeys.pack("stripes", "v1", Split.VALIDATION, 0);
        world.objects().delete(Bucket.DATASETS, pack);

        world.service().run(REQUEST);

        assertThat(last(world).message()).isEqualTo("no object datasets/" + pack);
    }

    @Test
    void aRunWithoutEnoughMemoryFailsWithItsBatchItsImagesAndTheHeap() {
        var world = world(6, 9, 8, 7, 9, 9);
        world.killAfterShards(1, new OutOfMemoryError("Java heap space"));

        world.service().run(REQUEST);

        assertThat(last(world).phase()).isEqualTo(Phase.FAILED);
        assertThat(last(world).message())
                .startsWith(
                        "out of memory (Java heap space) with batches of 32 images of 16x16x1 and a heap of at most "
                                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
    }

    @Test
    void aFailedRunKeepsItsStateAndItsBestNetwork() {
        var world = killedAfterEpoch3();
        world.killAfterShards(0, new RunFailedException("a shard did not come"));

        world.service().run(REQUEST);

        assertThat(world.objects().list(Bucket.CHECKPOINTS, "run-1/"))
                .containsExactly("run-1/2-trainer-1/epoch-2.zip", "run-1/2-trainer-1/state.json");
    }
}
