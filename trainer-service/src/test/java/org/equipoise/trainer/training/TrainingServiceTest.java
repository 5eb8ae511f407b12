package org.equipoise.trainer.training;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.storage.Bucket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.equipoise.trainer.training.ScriptedRuns.REQUEST;
import static org.equipoise.trainer.training.ScriptedRuns.STEPS_PER_EPOCH;
import static org.equipoise.trainer.training.ScriptedRuns.world;

/** A run from its request to the model that is handed over. */
class TrainingServiceTest {

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
        assertThat(world.progress().get(0).message())
                .contains("stopOn=accuracy", "script")
                .doesNotContain("classWeights", "not used");
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

    /**
     * Trained on 144 and 16, the answers assume 9 : 1; .8 of the first class stays its answer where 9^(s - 1) is above
     * .25, from s = .4 on, and the nearest to even classes is taken. Without an aim nothing moves.
     */
    @Test
    void anAimMovesTheExportedAnswersAndTheirShares() {
        var settings = Map.of("batchSize", "32", "epochs", "2", "aim", "balanced");
        var aimed = world(6, 9, 8, 7, 9, 9);
        aimed.countTraining(144L, 16L);
        var plain = world(6, 9, 8, 7, 9, 9);
        plain.countTraining(144L, 16L);

        aimed.service().run(TrainingWorld.request("naive", settings));
        plain.service().run(TrainingWorld.request("naive", Map.of("batchSize", "32", "epochs", "2")));

        TrainedModel model = aimed.outcomes().get(0);
        double share = Math.pow(9, .4) / (Math.pow(9, .4) + 1);
        assertThat(model.correction().shares().get(0)).isCloseTo(share, within(1e-9));
        assertThat(model.correction().correction().offsets().get(0)).isCloseTo(Math.log(share / .9), within(1e-9));
        assertThat(model.test().confusion().balancedAccuracy()).isEqualTo(0.9);
        assertThat(plain.outcomes().get(0).correction().correction()).isEqualTo(LogitCorrection.none(2));
    }

    @Test
    void costsOfAnotherNumberOfClassesFailTheRunWithTheNumber() {
        var world = world(6, 9);

        world.service()
                .run(TrainingWorld.request(
                        "naive", Map.of("batchSize", "32", "aim", "cost", "aimCosts", "0,1,1;1,0,1;1,1,0")));

        assertThat(ScriptedRuns.failure(world))
                .contains("aimCosts is \"0,1,1;1,0,1;1,1,0\"", "a row and a column for each of 2 classes");
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

    private static long steps(TrainedModel model) {
        return ByteBuffer.wrap(model.savedModel().zip()).getLong();
    }
}
