package org.equipoise.trainer.modelcard;

import java.util.List;

import org.equipoise.common.evaluation.CalibrationError;
import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.ProperScores;
import org.equipoise.common.evaluation.TemperatureScaling;

/**
 * Whether the probabilities can be believed: on the test split as the network gives them, and at the temperature that
 * fits the validation split best.
 *
 * @param temperature above 1 the network is too sure of itself
 * @param plain the network's own probabilities
 * @param scaled the same at {@code temperature}
 */
public record Calibration(double temperature, Quality plain, Quality scaled) {

    /**
     * The probabilities' quality on one split; 0 is best in each number.
     *
     * @param bins from low to high probability of the answer; bins without images are left out
     * @param calibrationError expected calibration error, in [0, 1]
     * @param negativeLogLikelihood nats per image
     * @param brier in [0, 2]
     */
    public record Quality(
            List<CalibrationError.Bin> bins, double calibrationError, double negativeLogLikelihood, double brier) {

        public Quality {
            bins = List.copyOf(bins);
        }

        static Quality of(LabelledProbabilities answers) {
            CalibrationError error = CalibrationError.of(answers);
            return new Quality(
                    error.bins(),
                    error.expected(),
                    ProperScores.negativeLogLikelihood(answers),
                    ProperScores.brier(answers));
        }
    }

    /** Fits the temperature on one split and measures on the other; both need an image. */
    public static Calibration of(LabelledProbabilities validation, LabelledProbabilities test) {
        TemperatureScaling scaling = TemperatureScaling.fit(validation);
        return new Calibration(scaling.temperature(), Quality.of(test), Quality.of(scaling.apply(test)));
    }
}
