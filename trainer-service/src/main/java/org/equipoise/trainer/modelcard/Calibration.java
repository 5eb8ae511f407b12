package org.equipoise.trainer.modelcard;

import java.util.Arrays;
import java.util.List;

import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.trainer.evaluation.CalibrationError;
import org.equipoise.trainer.evaluation.ProperScores;
import org.equipoise.trainer.evaluation.TemperatureScaling;
import org.equipoise.trainer.training.AnswerCorrection;
import org.equipoise.trainer.training.LogitCorrection;
import org.jspecify.annotations.Nullable;

/**
 * Whether the probabilities can be believed, on the test split before and after a temperature that was fitted on the
 * validation split.
 *
 * @param temperature above 1 the network is too sure of itself
 * @param exported whether the model answers at this temperature; else it answers without one
 * @param offsets what the exported model adds to its logits, one per class, nats; absent where nobody knows
 * @param shares class shares at which both splits are counted, those that the answers are for; absent where every image
 *     counts the same
 * @param plain with the offsets, before the temperature
 * @param scaled the same at {@code temperature}
 */
public record Calibration(
        double temperature,
        boolean exported,
        @Nullable List<Double> offsets,
        @Nullable List<Double> shares,
        Quality plain,
        Quality scaled) {

    public Calibration {
        offsets = offsets == null ? null : List.copyOf(offsets);
        shares = shares == null ? null : List.copyOf(shares);
    }

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

        static Quality of(LabelledProbabilities answers, double[] weights) {
            CalibrationError error = CalibrationError.of(answers, weights);
            return new Quality(
                    error.bins(),
                    error.expected(),
                    ProperScores.negativeLogLikelihood(answers, weights),
                    ProperScores.brier(answers, weights));
        }
    }

    /**
     * Of a model about which only its answers are known: fits a temperature on one split and measures on the other;
     * both need an image.
     */
    public static Calibration of(LabelledProbabilities validation, LabelledProbabilities test) {
        TemperatureScaling scaling = TemperatureScaling.fit(validation);
        double[] even = new double[test.size()];
        Arrays.fill(even, 1);
        return new Calibration(
                scaling.temperature(),
                false,
                null,
                null,
                Quality.of(test, even),
                Quality.of(scaling.apply(test), even));
    }

    /**
     * Of a model whose correction is known. Where it has a temperature, that one is measured; where it has none, one is
     * fitted to say what it would change.
     *
     * @param correction what the exported model does
     * @param uncalibrated answers on the test split before the temperature
     * @param answers answers of the exported model on the test split
     */
    public static Calibration of(
            AnswerCorrection correction,
            LabelledProbabilities validation,
            LabelledProbabilities uncalibrated,
            LabelledProbabilities answers) {
        LogitCorrection exported = correction.correction();
        List<Double> shares = correction.shares();
        double[] weights = uncalibrated.weightsAt(shares);
        boolean scaled = correction.calibrated();
        TemperatureScaling scaling = scaled
                ? new TemperatureScaling(exported.temperature())
                : TemperatureScaling.fit(validation, validation.weightsAt(shares));
        return new Calibration(
                scaling.temperature(),
                scaled,
                exported.offsets(),
                shares,
                Quality.of(uncalibrated, weights),
                Quality.of(scaled ? answers : scaling.apply(uncalibrated), weights));
    }
}
