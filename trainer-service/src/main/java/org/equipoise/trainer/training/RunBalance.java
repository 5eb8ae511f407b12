package org.equipoise.trainer.training;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.trainer.loss.ClassWeights;
import org.equipoise.trainer.loss.LogitAdjustment;
import org.equipoise.trainer.loss.Loss;
import org.equipoise.trainer.loss.ReweightingSchedule;
import org.equipoise.trainer.recipe.InvalidRecipeException;
import org.equipoise.trainer.recipe.Recipe;

/** How the classes of a run are kept in balance: epoch by epoch, in the loss, in the answers. */
final class RunBalance {

    private final Recipe recipe;
    private final RunPlan plan;
    private final List<Long> counts;
    private final ReweightingSchedule weights;

    /**
     * @param counts training images per class, each at least 1
     * @throws InvalidRecipeException if the recipe's prevalence has another number of classes
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
        int from = (int) Math.round(recipe.balance().reweightFrom() * plan.epochs());
        weights = new ReweightingSchedule(from, weights(recipe.balance(), counts));
    }

    private static ClassWeights weights(Recipe.BalanceSettings balance, List<Long> counts) {
        return switch (balance.classWeights()) {
            case NONE -> ClassWeights.none(counts.size());
            case BALANCED -> ClassWeights.balanced(counts);
            case EFFECTIVE_NUMBER -> ClassWeights.effectiveNumber(counts, balance.effectiveNumberBeta());
        };
    }

    /** How each epoch is drawn and weighted. The classifier's own epochs are balanced by their sampling. */
    List<ShardSource.Plan.Epoch> epochs() {
        return IntStream.range(0, plan.epochs())
                .mapToObj(epoch -> new ShardSource.Plan.Epoch(
                        plan.sampling(recipe, epoch), weightsIn(epoch).values()))
                .toList();
    }

    private ClassWeights weightsIn(int epoch) {
        return plan.stage(recipe, epoch) == StepSettings.Stage.CLASSIFIER
                ? ClassWeights.none(counts.size())
                : weights.in(epoch);
    }

    /** The loss in its final weights, the same for training and validation. */
    Loss loss() {
        Loss loss = Loss.crossEntropy(weights.weights())
                .withLabelSmoothing(recipe.loss().labelSmoothing());
        return switch (recipe.loss().name()) {
            case CROSS_ENTROPY -> loss;
            case FOCAL -> loss.withFocusing(recipe.loss().focalGamma());
            case LOGIT_ADJUSTED ->
                loss.withAdjustment(LogitAdjustment.of(counts, recipe.loss().adjustment()));
        };
    }

    /**
     * The loss on a split that is not drawn: where training images are drawn evenly, the classes weigh here what the
     * drawing makes them weigh there, so that the two can be compared.
     */
    Loss validationLoss() {
        return recipe.balance().sampling() == Sampling.BALANCED
                ? loss().withWeights(ClassWeights.balanced(counts))
                : loss();
    }

    private List<Double> towards(List<Double> target) {
        List<Long> drawn = drawn();
        double total = drawn.stream().mapToLong(Long::longValue).sum();
        return IntStream.range(0, target.size())
                .mapToObj(k -> Math.log(target.get(k) * total / drawn.get(k)))
                .toList();
    }

    /** Images per class as an epoch draws them. */
    private List<Long> drawn() {
        return recipe.balance().sampling() == Sampling.BALANCED ? Collections.nCopies(counts.size(), 1L) : counts;
    }

    /** Loss of the best constant answer on what an epoch draws, nats. */
    double priorEntropy() {
        return loss().bestConstant(drawn());
    }

    /**
     * What the answers' logits are moved by after training: towards even classes, or, where the prevalence is known, by
     * {@code log(target_k / source_k)} from the shares that training drew to those of the site (Saerens et al., 2002,
     * doi:10.1162/089976602753284446).
     */
    List<Double> answerOffsets() {
        List<Double> target = recipe.answers().prevalence();
        if (!target.isEmpty()) {
            return towards(target);
        }
        return LogitAdjustment.of(counts, recipe.answers().adjustment()).offsets().stream()
                .map(offset -> 0.0 - offset)
                .toList();
    }
}
