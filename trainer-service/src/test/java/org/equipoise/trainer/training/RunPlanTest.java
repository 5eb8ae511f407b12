package org.equipoise.trainer.training;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.RecipeBook;
import org.equipoise.trainer.recipe.RecipeChoice;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunPlanTest {

    private static final List<String> REMARKS = List.of("rate 0.0123 with confidence 0.80", "7 of at most 30 epochs");

    @Test
    void whatWasFoundOutTakesThePlaceOfTheQuestion() {
        ChosenRecipe asked =
                chosen(Map.of("minutes", "10", "learningRateSearch", "true", "epochs", "30", "ensembleMembers", "4"));

        ChosenRecipe carriedOut = new RunPlan(asked.choices(), 7, 0.0123, REMARKS, 2, null, null).carriedOut(asked, 7);

        assertThat(carriedOut.recipe().schedule().epochs()).isEqualTo(7);
        assertThat(carriedOut.recipe().schedule().learningRate()).isEqualTo(0.0123);
        assertThat(carriedOut.recipe().network().members()).isEqualTo(2);
        assertThat(Rehearsal.needed(carriedOut.recipe())).isFalse();
        assertThat(reason(carriedOut, "learningRate")).contains("confidence 0.80");
        assertThat(reason(carriedOut, "epochs")).contains("7 of at most 30 epochs");
        assertThat(reason(carriedOut, "minutes")).contains("10.0");
    }

    @Test
    void aRunThatWasToldEverythingIsCarriedOutAsItWasAsked() {
        ChosenRecipe asked = chosen(Map.of("epochs", "30"));

        assertThat(RunPlan.of(asked).carriedOut(asked, 4)).isEqualTo(asked);
    }

    @Test
    void aRunThatEndsBeforeItsLastStageSaysWhatItMissed() {
        ChosenRecipe asked = chosen(Map.of("epochs", "6", "classifierEpochs", "2", "minutes", "1"));
        RunPlan plan = RunPlan.of(asked);

        assertThat(plan.missed(asked.recipe(), 4))
                .hasValueSatisfying(missed ->
                        assertThat(missed).contains("the classifier was not trained anew", "ended after epoch 4"));
        assertThat(plan.missed(asked.recipe(), 5)).isEmpty();
        assertThat(reason(plan.carriedOut(asked, 4), "classifierEpochs")).contains("not trained anew");
    }

    @Test
    void classWeightsThatNeverCountedAreMissed() {
        ChosenRecipe asked = chosen(Map.of("epochs", "6", "classWeights", "balanced", "reweightFrom", "0.5"));

        assertThat(RunPlan.of(asked).missed(asked.recipe(), 3)).isPresent();
        assertThat(RunPlan.of(asked).missed(asked.recipe(), 4)).isEmpty();
    }

    /** Twenty epochs of one-cycle, of which the seventh was the best and had the least loss. */
    @Test
    void hopelessEpochsAreNotTrainedAndTheStepsBecomeSmallBeforeTheEnd() {
        ChosenRecipe asked = chosen(Map.of("epochs", "20", "patience", "20", "schedule", "one-cycle"));
        RunPlan plan = RunPlan.of(asked);

        RunPlan ended = plan.ending(asked.recipe(), best(7, 12), losses(7, 12));

        assertThat(ended.epochs()).isEqualTo(14);
        assertThat(ended.course()).hasToString("20,12:14");
        assertThat(ended.remarks())
                .containsExactly(
                        "after epoch 12 there were to be 14 epochs instead of 20: in 5 epochs neither the score"
                                + " nor the validation loss got better");
        assertThat(ended.ending(asked.recipe(), best(7, 13), losses(7, 13))).isEqualTo(ended);
        assertThat(ended.carriedOut(asked, 14).recipe().settings())
                .containsEntry("epochs", "14")
                .containsEntry("epochsReplanned", "20,12:14");
    }

    @Test
    void whatGetsBetterInScoreOrInLossIsTrainedOn() {
        ChosenRecipe asked = chosen(Map.of("epochs", "20", "patience", "20", "schedule", "one-cycle"));
        RunPlan plan = RunPlan.of(asked);

        assertThat(plan.ending(asked.recipe(), best(8, 12), losses(7, 12))).isEqualTo(plan);
        assertThat(plan.ending(asked.recipe(), best(7, 12), losses(8, 12))).isEqualTo(plan);
        assertThat(plan.ending(asked.recipe(), best(3, 9), losses(3, 9)))
                .as("not yet half of the epochs")
                .isEqualTo(plan);
    }

    @Test
    void aShorterPatienceAndAScheduleWithoutAnEndDecideForThemselves() {
        for (Map<String, String> settings : List.of(
                Map.of("epochs", "20", "patience", "8", "schedule", "one-cycle"),
                Map.of("epochs", "20", "patience", "20"))) {
            ChosenRecipe asked = chosen(settings);
            RunPlan plan = RunPlan.of(asked);

            assertThat(plan.ending(asked.recipe(), best(7, 12), losses(7, 12))).isEqualTo(plan);
        }
    }

    /** There is time for more, which would be hopeless. */
    @Test
    void timeThatIsLeftDoesNotLengthenAFlatRun() {
        ChosenRecipe asked = chosen(Map.of("epochs", "40", "patience", "40", "schedule", "one-cycle", "minutes", "10"));
        RunPlan plan = new RunPlan(asked.choices(), 20, 1e-3, List.of(), null, null, null);

        assertThat(plan.anew(asked.recipe(), 12, 1, 12, false).epochs()).isEqualTo(40);
        assertThat(plan.anew(asked.recipe(), 12, 1, 12, true)).isEqualTo(plan);
    }

    /** An epoch later the end would be nearer still, and with time left it would be as far as before. */
    @Test
    void aSoonEndThatIsPlannedStaysWhereItIs() {
        ChosenRecipe asked = chosen(Map.of("epochs", "60", "patience", "60", "schedule", "one-cycle", "minutes", "10"));
        RunPlan ended = RunPlan.of(asked).ending(asked.recipe(), best(7, 30), losses(7, 30));
        assertThat(ended.epochs()).isEqualTo(36);

        assertThat(ended.ending(asked.recipe(), best(7, 31), losses(7, 31))).isEqualTo(ended);
        assertThat(ended.anew(asked.recipe(), 32, 1, 32, false)).isEqualTo(ended);
        RunPlan shortened = ended.anew(asked.recipe(), 32, 100, 400, false);
        assertThat(shortened.epochs()).as("the time runs out").isLessThan(36);
        assertThat(shortened.anew(asked.recipe(), 33, 1, 401, false)).isEqualTo(shortened);
    }

    private static EarlyStopping best(int epoch, int done) {
        return new EarlyStopping(epoch, 0.9, 0.5, done - epoch);
    }

    private static List<Double> losses(int least, int done) {
        return IntStream.rangeClosed(1, done)
                .mapToObj(epoch -> epoch == least ? 0.5 : 0.6)
                .toList();
    }

    private static String reason(ChosenRecipe recipe, String setting) {
        return recipe.choices().stream()
                .filter(choice -> choice.setting().equals(setting))
                .map(RecipeChoice::reason)
                .findFirst()
                .orElseThrow();
    }

    private static ChosenRecipe chosen(Map<String, String> settings) {
        var counts = new ClassDistribution(List.of(300L, 100L));
        var fingerprint = new DatasetFingerprint(
                new LabelSet(List.of("a", "b")), "OT", new InputShape(28, 28, 1), counts, counts, counts);
        return RecipeBook.choose("naive", settings, fingerprint, false);
    }
}
