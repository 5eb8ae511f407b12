package org.equipoise.trainer.training;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.recipe.RecipeBook;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Epochs of 10 steps. */
class StepPlanTest {

    @Test
    void everyEpochBelongsToTheWholeNetworkWhereNoClassifierIsTrainedAnew() {
        StepPlan plan = plan(4, Map.of());

        for (long step = 0; step < 40; step++) {
            StepSettings settings = plan.settings(step);
            assertThat(settings.stage()).isEqualTo(StepSettings.Stage.EVERYTHING);
            assertThat(settings.step()).isEqualTo(step);
            assertThat(settings.stageStep()).isEqualTo(step);
        }
    }

    @Test
    void theClassifiersOwnEpochsCountAndAverageFromTheirFirstStep() {
        StepPlan plan = plan(4, Map.of("classifierEpochs", "1", "averageDecay", "0.9"));

        StepSettings last = plan.settings(29);
        StepSettings first = plan.settings(30);

        assertThat(last).isEqualTo(new StepSettings(29, 29, 0.5, 30 / 39.0, StepSettings.Stage.EVERYTHING));
        assertThat(first).isEqualTo(new StepSettings(30, 0, 0.5, 0.1, StepSettings.Stage.CLASSIFIER));
    }

    /** Each stage sees the whole of a cosine: from the peak nearly to 0, and from the peak again. */
    @Test
    void aScheduleSpansItsStageAndNotTheRun() {
        StepPlan plan = plan(4, Map.of("classifierEpochs", "2", "schedule", "cosine"));

        assertThat(plan.settings(0).learningRate()).isCloseTo(0.5, within(0.01));
        assertThat(plan.settings(10).learningRate()).isCloseTo(0.25, within(0.03));
        assertThat(plan.settings(19).learningRate()).isLessThan(0.01);
        assertThat(plan.settings(20).learningRate()).isCloseTo(0.5, within(0.01));
        assertThat(plan.settings(39).learningRate()).isLessThan(0.01);
    }

    /** A rehearsal may have found another rate and fewer epochs than the recipe has. */
    @Test
    void whatTheRunDecidedCountsMoreThanTheRecipe() {
        Recipe recipe = recipe(Map.of("epochs", "30", "schedule", "constant", "warmUp", "0"));
        var plan = new StepPlan(recipe, new RunPlan(List.of(), 2, 0.125, List.of(), null, null, null), 10);

        assertThat(plan.settings(19).learningRate()).isEqualTo(0.125);
    }

    private static StepPlan plan(int epochs, Map<String, String> settings) {
        var all = new HashMap<>(Map.of("schedule", "constant", "warmUp", "0", "averageDecay", "0"));
        all.putAll(settings);
        return new StepPlan(recipe(all), new RunPlan(List.of(), epochs, 0.5, List.of(), null, null, null), 10);
    }

    private static Recipe recipe(Map<String, String> settings) {
        var counts = new ClassDistribution(List.of(300L, 100L));
        var fingerprint = new DatasetFingerprint(
                new LabelSet(List.of("a", "b")), "OT", new InputShape(28, 28, 1), counts, counts, counts);
        return RecipeBook.choose("naive", settings, fingerprint, false).recipe();
    }
}
