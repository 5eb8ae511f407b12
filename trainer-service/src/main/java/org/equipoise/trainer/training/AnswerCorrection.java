package org.equipoise.trainer.training;

import java.util.List;

import org.equipoise.common.evaluation.TemperatureScaling;
import org.equipoise.trainer.recipe.Recipe;

/** Decides what is done to the answers of a finished network. */
final class AnswerCorrection {

    private AnswerCorrection() {}

    /**
     * First the offsets, then a temperature fitted on the validation split with them.
     *
     * @param offsets one per class, nats
     */
    static LogitCorrection of(Recipe.AnswerSettings answers, List<Double> offsets, SplitPredictions validation) {
        var shifted = new LogitCorrection(offsets, 1);
        if (answers.calibration() == Recipe.Calibration.NONE) {
            return shifted;
        }
        return shifted.applied(validation)
                .labelled()
                .map(fitted -> new LogitCorrection(
                        offsets, TemperatureScaling.fit(fitted).temperature()))
                .orElse(shifted);
    }
}
