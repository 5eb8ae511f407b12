package org.equipoise.trainer.training;

import java.util.List;
import java.util.Map;

import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.InvalidRecipeException;
import org.equipoise.trainer.recipe.RecipeBook;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/** Three images of one class to one of the other. */
class RunBalanceTest {

    private static final List<Long> COUNTS = List.of(300L, 100L);

    @Test
    void weightsWaitForTheirEpochAndTheClassifiersEpochsAreDrawnEvenly() {
        RunBalance balance = balance(
                Map.of("epochs", "4", "classWeights", "balanced", "reweightFrom", "0.5", "classifierEpochs", "1"));

        List<ShardSource.Plan.Epoch> epochs = balance.epochs();

        assertThat(epochs)
                .extracting(ShardSource.Plan.Epoch::sampling)
                .containsExactly(Sampling.NATURAL, Sampling.NATURAL, Sampling.NATURAL, Sampling.BALANCED);
        assertThat(epochs.get(1).classWeights()).containsExactly(1.0, 1.0);
        assertThat(epochs.get(2).classWeights()).containsExactly(400 / 600.0, 2.0);
        assertThat(epochs.get(3).classWeights()).containsExactly(1.0, 1.0);
    }

    /** By hand: the entropy of 3/4 and 1/4, and log 2. */
    @Test
    void thePriorIsTheOneThatAnEpochDraws() {
        assertThat(balance(Map.of()).priorEntropy()).isCloseTo(0.5623351446, within(1e-9));
        assertThat(balance(Map.of("sampling", "balanced")).priorEntropy()).isCloseTo(Math.log(2), within(1e-9));
    }

    @Test
    void aSplitThatIsNotDrawnWeighsTheClassesAsTheDrawingDoes() {
        assertThat(balance(Map.of("sampling", "balanced"))
                        .validationLoss()
                        .weights()
                        .values())
                .containsExactly(400 / 600.0, 2.0);
        assertThat(balance(Map.of()).validationLoss().weights().values()).containsExactly(1.0, 1.0);
    }

    @Test
    void aFullAdjustmentTakesThePriorOut() {
        List<Double> offsets = balance(Map.of("answerAdjustment", "1")).answerOffsets();

        assertThat(offsets.get(1) - offsets.get(0)).isCloseTo(Math.log(3), within(1e-12));
    }

    @Test
    void aKnownPrevalenceTakesThePlaceOfTheAdjustment() {
        List<Double> natural = balance(Map.of("answerAdjustment", "1", "prevalence", "0.9,0.1"))
                .answerOffsets();
        List<Double> drawn =
                balance(Map.of("sampling", "balanced", "prevalence", "0.9,0.1")).answerOffsets();

        assertThat(natural.get(0)).isCloseTo(Math.log(0.9 / 0.75), within(1e-12));
        assertThat(natural.get(1)).isCloseTo(Math.log(0.1 / 0.25), within(1e-12));
        assertThat(drawn.get(0) - drawn.get(1)).isCloseTo(Math.log(9), within(1e-12));
    }

    @Test
    void aPrevalenceOfOtherClassesIsRefused() {
        assertThatExceptionOfType(InvalidRecipeException.class)
                .isThrownBy(() -> balance(Map.of("prevalence", "0.5,0.3,0.2")))
                .withMessageContaining("each of 2 classes");
    }

    private static RunBalance balance(Map<String, String> settings) {
        var counts = new ClassDistribution(COUNTS);
        var fingerprint = new DatasetFingerprint(
                new LabelSet(List.of("a", "b")), "OT", new InputShape(28, 28, 1), counts, counts, counts);
        ChosenRecipe chosen = RecipeBook.choose("naive", settings, fingerprint, false);
        return new RunBalance(chosen.recipe(), RunPlan.of(chosen), COUNTS);
    }
}
