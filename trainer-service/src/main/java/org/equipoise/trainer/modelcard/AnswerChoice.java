package org.equipoise.trainer.modelcard;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.equipoise.trainer.evaluation.OperatingPoint;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.recipe.SoughtClass;
import org.equipoise.trainer.training.AnswerCorrection;
import org.equipoise.trainer.training.PriorCurve;
import org.equipoise.trainer.training.SplitPredictions;
import org.jspecify.annotations.Nullable;

/**
 * What the answers are for, and what they might be for instead without any training: each way of weighing the classes
 * costs something in another measure.
 *
 * @param aim what was asked for: {@code none}, {@code balanced}, {@code f1}, {@code accuracy}, {@code cost} or
 *     {@code sensitivity}
 * @param strength where the model answers, from 0, even classes, to 1, the shares of training; absent where it answers
 *     for other shares
 * @param curve the validation split at each strength
 * @param thresholds of two classes, what else the test split would give; empty of more
 * @param sought the class that is to be found for the aim {@code sensitivity}; absent otherwise, and in older cards
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AnswerChoice(
        String aim,
        @Nullable Double strength,
        List<PriorCurve.Point> curve,
        List<OperatingPoint> thresholds,
        @Nullable SoughtClass sought) {

    public AnswerChoice {
        curve = List.copyOf(curve);
        thresholds = List.copyOf(thresholds);
    }

    /**
     * Of a model whose correction is known.
     *
     * @param validation answers of the exported model on the validation split, at least one
     * @param counts training images per class
     */
    public static AnswerChoice of(
            Recipe.AnswerSettings settings,
            AnswerCorrection correction,
            SplitPredictions validation,
            List<Long> counts,
            List<OperatingPoint> thresholds) {
        SplitPredictions network = correction.correction().inverse().applied(validation);
        OptionalDouble strength = PriorCurve.strengthOf(correction.shares(), counts);
        return new AnswerChoice(
                settings.aim().name().toLowerCase(Locale.ROOT),
                strength.isPresent() ? strength.getAsDouble() : null,
                PriorCurve.of(network, correction.assumed(), counts, settings.costs()),
                thresholds,
                settings.sought());
    }
}
