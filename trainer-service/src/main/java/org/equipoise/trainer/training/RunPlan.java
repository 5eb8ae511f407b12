package org.equipoise.trainer.training;

import java.util.List;

import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.recipe.RecipeChoice;
import org.jspecify.annotations.Nullable;

/**
 * What a run decided before its first epoch; a resumed run keeps to it.
 *
 * @param choices of the recipe, as they were made where the run began: another machine might choose another network
 * @param epochs epochs to train, at least 1
 * @param learningRate the largest step size
 * @param remarks why these differ from the recipe, as sentences; empty where they do not
 * @param device what computed when this was decided, with its settings: others give other last bits; absent in plans of
 *     older trainers
 */
public record RunPlan(
        List<RecipeChoice> choices,
        int epochs,
        double learningRate,
        List<String> remarks,
        @Nullable String device) {

    public RunPlan {
        choices = List.copyOf(choices);
        remarks = List.copyOf(remarks);
    }

    /** As the recipe says. */
    static RunPlan of(ChosenRecipe chosen) {
        Recipe.ScheduleSettings schedule = chosen.recipe().schedule();
        return new RunPlan(chosen.choices(), schedule.epochs(), schedule.learningRate(), List.of(), null);
    }

    /** The same, decided on a device. */
    RunPlan on(String computing) {
        return new RunPlan(choices, epochs, learningRate, remarks, computing);
    }

    /**
     * What changes in an epoch: the last epochs may belong to the classifier, but the first one never does.
     *
     * @param epoch from 0
     */
    StepSettings.Stage stage(Recipe recipe, int epoch) {
        return epoch >= classifierFrom(recipe) ? StepSettings.Stage.CLASSIFIER : StepSettings.Stage.EVERYTHING;
    }

    /** The first epoch of the classifier alone, counted from 0; {@code epochs} where there is none. */
    int classifierFrom(Recipe recipe) {
        return Math.max(1, epochs - recipe.balance().classifierEpochs());
    }

    /** How an epoch is drawn; the classifier is trained on balanced samples. */
    Sampling sampling(Recipe recipe, int epoch) {
        return stage(recipe, epoch) == StepSettings.Stage.CLASSIFIER
                ? Sampling.BALANCED
                : recipe.balance().sampling();
    }
}
