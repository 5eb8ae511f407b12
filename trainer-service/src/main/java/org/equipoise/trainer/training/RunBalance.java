package org.equipoise.trainer.training;

import java.util.List;
import java.util.stream.IntStream;

import org.equipoise.common.sampling.Mixup;
import org.equipoise.trainer.loss.ClassWeights;
import org.equipoise.trainer.loss.LogitAdjustment;
import org.equipoise.trainer.loss.Loss;
import org.equipoise.trainer.loss.ReweightingSchedule;
import org.equipoise.trainer.recipe.InvalidRecipeException;
import org.equipoise.trainer.recipe.Recipe;

/** How the classes of a run are kept in balance, epoch by epoch. */
final class RunBalance {

    private final Recipe recipe;
    private final RunPlan plan;
    private final List<Long> counts;
    private final ReweightingSchedule weights;

    /**
     * @param counts training images per class, each at least 1
     * @throws InvalidRecipeException if the recipe's prevalence or costs have another number of classes
     */
    RunBalance(Recipe recipe, RunPlan plan, List<Long> counts) {
        this.recipe = recipe;
        this.plan = plan;
        this.counts = counts;
        List<Double> target = recipe.answers().prevalence();
        if (!target.isEmpty() && target.size() != counts.size()) {
            throw new InvalidRecipeException(
                    "prevalence", target.toString(), "one share for each of " + counts.size() + " classes");
        }
        int costs = recipe.answers().costs().classes();
        if (costs != 0 && costs != counts.size()) {
            throw new InvalidRecipeException(
                    "aimCosts",
                    recipe.answers().costs().toString(),
                    "a row and a column for each of " + counts.size() + " classes");
        }
        if (recipe.answers().sought() != null && counts.size() != 2) {
            throw new InvalidRecipeException(
                    "aimFinds",
                    String.valueOf(recipe.answers().sought()),
                    "left out: one of two classes is found, and there are " + counts.size());
        }
        weights = new ReweightingSchedule(plan.weightsFrom(recipe), weights(recipe.balance(), counts));
    }

    private static ClassWeights weights(Recipe.BalanceSettings balance, List<Long> counts) {
        return switch (balance.classWeights()) {
            case NONE -> ClassWeights.none(counts.size());
            case BALANCED -> ClassWeights.balanced(counts);
            case EFFECTIVE_NUMBER -> ClassWeights.effectiveNumber(counts, balance.effectiveNumberBeta());
        };
    }

    /** Training images per class. */
    List<Long> counts() {
        return counts;
    }

    /** How each epoch is drawn and weighted. */
    List<ShardSource.Plan.Epoch> epochs() {
        return IntStream.range(0, plan.epochs())
                .mapToObj(epoch -> in(epoch).epoch())
                .toList();
    }

    /**
     * The balance of one epoch. The classifier's own epochs are balanced by their sampling alone.
     *
     * @param epoch from 0
     */
    EpochBalance in(int epoch) {
        ClassWeights own = plan.stage(recipe, epoch) == StepSettings.Stage.CLASSIFIER
                ? ClassWeights.none(counts.size())
                : weights.in(epoch);
        return new EpochBalance(
                plan.sampling(recipe, epoch), loss().withWeights(own), counts, Mixup.of(recipe.augmentation()));
    }

    /** The loss of every epoch but for the class weights, which lie beside the images. */
    Loss loss() {
        Loss loss = Loss.crossEntropy(ClassWeights.none(counts.size()))
                .withLabelSmoothing(recipe.loss().labelSmoothing());
        return switch (recipe.loss().name()) {
            case CROSS_ENTROPY -> loss;
            case FOCAL -> loss.withFocusing(recipe.loss().focalGamma());
            case LOGIT_ADJUSTED ->
                loss.withAdjustment(LogitAdjustment.of(counts, recipe.loss().adjustment()));
        };
    }
}
