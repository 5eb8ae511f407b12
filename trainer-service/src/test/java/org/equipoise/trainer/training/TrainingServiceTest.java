package org.equipoise.trainer.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.trainer.training.TrainingWorld.Killed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class TrainingServiceTest {

    /** 160 images in batches of 32. */
    private static final int STEPS_PER_EPOCH = 5;

    private static final TrainingRequested REQUEST =
            TrainingWorld.request("naive", Map.of("batchSize", "32", "epochs", "6", "patience", "2"));

    /** Four epochs of the whole network, two of its classifier. */
    private static final TrainingRequested STAGED = TrainingWorld.request(
            "naive", Map.of("batchSize", "32", "epochs", "6", "patience", "2", "classifierEpochs", "2"));

    @Test
    void theBestEpochIsKeptWhenPatienceEndsTheRun() {
        var world = world(6, 9, 8, 7, 9, 9);

        world.service().run(REQUEST);

        TrainedModel model = world.outcomes().get(0);
        assertThat(model.bestEpoch()).isEqualTo(2);
        assertThat(model.epochs()).isEqualTo(4);
        assertThat(steps(model)).isEqualTo(2 * STEPS_PER_EPOCH);
        assertThat(model.validation().confusion().accuracy()).isEqualTo(0.9);
        assertThat(model.test().confusion().accuracy()).isEqualTo(0.9);
    }

    @Test
    void theRunEndsAfterItsLastEpochEvenWhileItImproves() {
        var world = world(1, 2, 3, 4, 5, 6);

        world.service().run(REQUEST);

        assertThat(world.outcomes())
                .singleElement()
                .extracting(TrainedModel::bestEpoch)
                .isEqualTo(6);
    }

    @Test
    void everyEpochIsAnnouncedBetweenStartAndFinish() {
        var world = world(6, 9, 8, 7, 9, 9);

        world.service().run(REQUEST);

        assertThat(world.progress())
                .extracting(TrainingProgressed::phase)
                .containsExactly(Phase.STARTED, Phase.EPOCH, Phase.EPOCH, Phase.EPOCH, Phase.EPOCH, Phase.FINISHED);
        assertThat(world.progress().get(0).message()).contains("classWeights=none", "script");
    }

    /** Nine of ten right at 0.8: the loss is -(0.9 ln 0.8 + 0.1 ln 0.2) = 0.3618. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accuracy | accuracy 0.900, validation loss 0.3618",
                "balanced-accuracy | balanced accuracy 0.900, validation loss 0.3618",
                "auc | AUC 0.900, validation loss 0.3618",
                "loss | validation loss 0.3618"
            })
    void theKeptEpochIsToldWithItsOwnNumbersWhateverChoseIt(String criterion, String numbers) {
        var world = world(6, 9, 8, 7, 9, 9);

        world.service()
                .run(TrainingWorld.request("naive", Map.of("batchSize", "32", "epochs", "3", "stopOn", criterion)));

        assertThat(world.progress().get(world.progress().size() - 1).message())
                .startsWith("kept epoch 2 of 3 (" + numbers + ") after ");
    }

    /** Asking ahead for an epoch that may never be trained would leave its shards behind. */
    @Test
    void theNextEpochsShardsAreAskedForOnlyWhenThatEpochIsCertain() {
        var world = world(6, 9, 8, 7, 9, 9);

        world.service().run(REQUEST);

        assertThat(world.certain()).containsExactly(2, 3, 4, 4);
    }

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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 7, 11})
    void aTrainerThatWakesUpAfterItsRunWasTakenStopsAndLeavesEverythingToTheOther(int shards) {
        var world = world(6, 9, 8, 7, 9, 9);
        var other = world.service();
        world.stallAfterShards(shards, () -> {
            other.run(REQUEST);
            // Its own sign of life is overdue when it wakes up.
            world.clock().pass(Duration.ofMinutes(1));
        });

        assertThatExceptionOfType(RunInterruptedException.class)
                .isThrownBy(() -> world.service().run(REQUEST))
                .withMessageContaining("run-1")
                .withMessageContaining("attempt 2");

        assertThat(world.outcomes()).hasSize(1);
        assertThat(world.progress())
                .filteredOn(p -> p.phase() == Phase.EPOCH)
                .extracting(TrainingProgressed::epoch)
                .containsExactly(1, 2, 3, 4);
        assertThat(state(world)).contains("\"COMPLETED\"", "\"attempt\":2");
    }

    /** The stalled trainer is at epoch 2 when the other one dies in epoch 3. */
    @Test
    void whatATrainerThatLostItsRunWritesAndDropsIsMissedByNobody() {
        var undisturbed = world(6, 9, 8, 7, 9, 9);
        undisturbed.service().run(REQUEST);
        var world = world(6, 9, 8, 7, 9, 9);
        var other = world.service();
        world.stallAfterShards(4, () -> {
            world.killAfterShards(5);
            assertThatExceptionOfType(Killed.class).isThrownBy(() -> other.run(REQUEST));
        });
        assertThatExceptionOfType(RunInterruptedException.class)
                .isThrownBy(() -> world.service().run(REQUEST));

        world.service().run(REQUEST);

        assertThat(world.outcomes())
                .singleElement()
                .satisfies(model -> assertThat(model.savedModel().sha256())
                        .isEqualTo(undisturbed.outcomes().get(0).savedModel().sha256()));
        assertThat(world.progress())
                .filteredOn(p -> p.phase() == Phase.EPOCH)
                .extracting(TrainingProgressed::epoch)
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void aTrainerThatLostItsRunDoesNotGiveItUp() {
        var world = world(6, 9, 8, 7, 9, 9);
        var other = world.service();
        world.stallAfterShards(4, () -> {
            world.killAfterShards(2);
            assertThatExceptionOfType(Killed.class).isThrownBy(() -> other.run(REQUEST));
            throw new RunFailedException("a shard did not come");
        });

        assertThatExceptionOfType(RunInterruptedException.class)
                .isThrownBy(() -> world.service().run(REQUEST));

        assertThat(state(world)).contains("\"TRAINING\"");
        assertThat(world.progress()).noneMatch(p -> p.phase() == Phase.FAILED);
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

    @Test
    void aRunThatIsAskedForTwiceIsTrainedOnce() {
        var world = world(6, 9, 8, 7, 9, 9);
        world.service().run(REQUEST);

        world.service().run(REQUEST);

        assertThat(world.outcomes()).hasSize(1);
    }

    @Test
    void onlyTheStateOfACompletedRunIsKept() {
        var world = world(6, 9, 8, 7, 9, 9);

        world.service().run(REQUEST);

        assertThat(world.objects().list(Bucket.CHECKPOINTS, "run-1/")).containsExactly("run-1/1-trainer-0/state.json");
    }

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
    void aFailedRunKeepsItsStateAndItsBestNetwork() {
        var world = killedAfterEpoch3();
        world.killAfterShards(0, new RunFailedException("a shard did not come"));

        world.service().run(REQUEST);

        assertThat(world.objects().list(Bucket.CHECKPOINTS, "run-1/"))
                .containsExactly("run-1/2-trainer-1/epoch-2.zip", "run-1/2-trainer-1/state.json");
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

    /** Epoch 2 is the best, 3 the last. */
    private static TrainingWorld killedAfterEpoch3() {
        var world = world(6, 9, 8, 7, 9, 9);
        world.killAfterShards(11);
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> world.service().run(REQUEST));
        assertThat(world.objects().list(Bucket.CHECKPOINTS, "run-1/1-trainer-0/epoch-"))
                .containsExactly("run-1/1-trainer-0/epoch-2.zip", "run-1/1-trainer-0/epoch-3.zip");
        return world;
    }

    private static void lose(TrainingWorld world, int epoch, boolean torn) {
        String key = "run-1/1-trainer-0/epoch-" + epoch + ".zip";
        if (torn) {
            world.objects().put(Bucket.CHECKPOINTS, key, new byte[] {1, 2, 3}, "");
        } else {
            world.objects().delete(Bucket.CHECKPOINTS, key);
        }
    }

    private static TrainingProgressed last(TrainingWorld world) {
        return world.progress().get(world.progress().size() - 1);
    }

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

    @Test
    void theExportedCorrectionIsHandedOverWithTheAnswersBeforeItsTemperature() {
        var world = world(6, 9, 8, 7, 9, 9);
        var settings = Map.of("batchSize", "32", "epochs", "2", "prevalence", "0.9,0.1", "calibration", "temperature");

        world.service().run(TrainingWorld.request("naive", settings));

        TrainedModel model = world.outcomes().get(0);
        LogitCorrection correction = model.correction().correction();
        assertThat(correction.offsets().get(0)).isCloseTo(Math.log(1.8), within(1e-9));
        assertThat(correction.temperature()).isNotEqualTo(1);
        // A probability of .8 at even classes is .8 * .9 of (.8 * .9 + .2 * .1) at 9 : 1.
        assertThat(model.uncalibratedTest().probability(0, 0)).isIn((float) (.72 / .74), (float) (.18 / .26));
        var logit = Math.log(model.uncalibratedTest().probability(0, 0)
                / (double) model.uncalibratedTest().probability(0, 1));
        assertThat(Math.log(
                        model.test().probability(0, 0) / (double) model.test().probability(0, 1)))
                .isCloseTo(logit / correction.temperature(), within(1e-4));
    }

    /** What {@code equipoise recipe MODEL} prints is a custom recipe; one line of it is edited. */
    @Test
    void theRecipeOfARunReplaysItAndCanBeEdited() {
        var world = world(6, 9, 8, 7, 9, 9);
        world.service()
                .run(TrainingWorld.request(
                        "auto",
                        Map.of("batchSize", "32", "epochs", "6", "minutes", "10", "learningRateSearch", "true")));
        TrainedModel model = world.outcomes().get(0);
        Map<String, String> printed = model.recipe().recipe().settings();

        var replayed = world(6, 9, 8, 7, 9, 9);
        replayed.service().run(TrainingWorld.request("custom", printed));
        Map<String, String> edited = new HashMap<>(printed);
        edited.put("epochs", "3");
        var shorter = world(6, 9, 8, 7, 9, 9);
        shorter.service().run(TrainingWorld.request("custom", edited));

        assertThat(printed).containsEntry("minutes", "0.0").containsEntry("learningRateSearch", "false");
        TrainedModel replay = replayed.outcomes().get(0);
        assertThat(replay.recipe().recipe()).isEqualTo(model.recipe().recipe());
        assertThat(replay.telemetry()).isEqualTo(model.telemetry());
        assertThat(replay.savedModel().sha256()).isEqualTo(model.savedModel().sha256());
        assertThat(shorter.outcomes().get(0).epochs()).isEqualTo(3);
    }

    private static String state(TrainingWorld world) {
        List<String> states = world.objects().list(Bucket.CHECKPOINTS, "run-1/").stream()
                .filter(key -> key.endsWith("/state.json"))
                .toList();
        String newest = states.get(states.size() - 1);
        return new String(world.objects().require(Bucket.CHECKPOINTS, newest), StandardCharsets.UTF_8);
    }

    private static TrainingWorld world(int... rightOfTen) {
        return new TrainingWorld(new ScriptedNetworks(STEPS_PER_EPOCH, rightOfTen));
    }

    private static long steps(TrainedModel model) {
        return ByteBuffer.wrap(model.savedModel().zip()).getLong();
    }

    private static String failure(TrainingWorld world) {
        assertThat(world.outcomes()).isEmpty();
        assertThat(world.progress())
                .singleElement()
                .extracting(TrainingProgressed::phase)
                .isEqualTo(Phase.FAILED);
        return world.progress().get(0).message();
    }
}
