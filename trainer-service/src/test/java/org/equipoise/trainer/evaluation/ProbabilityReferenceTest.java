package org.equipoise.trainer.evaluation;

import java.util.OptionalDouble;

import org.assertj.core.data.Offset;
import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.ProbabilityCases;
import org.equipoise.common.evaluation.RocAuc;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Every measure of probabilities against scikit-learn's, on the same answers. */
class ProbabilityReferenceTest {

    private static final Offset<Double> ROUNDING = within(1e-12);

    @ParameterizedTest
    @CsvFileSource(
            resources = "probabilities.csv",
            delimiter = '|',
            useHeadersInDisplayName = true,
            maxCharsPerColumn = 100_000)
    void agreesWithScikitLearn(
            String name,
            int classes,
            String labels,
            String rows,
            String aucs,
            double macro,
            String counts,
            String confidences,
            String accuracies,
            double ece,
            double nll,
            double brier,
            double temperature,
            double weightedTemperature) {
        LabelledProbabilities answers = ProbabilityCases.read(classes, labels, rows);

        agreesOnAreas(RocAuc.of(answers), ProbabilityCases.numbers(aucs), macro);
        agreesOnBins(
                CalibrationError.of(answers),
                ProbabilityCases.numbers(counts),
                ProbabilityCases.numbers(confidences),
                ProbabilityCases.numbers(accuracies));
        assertThat(CalibrationError.of(answers).expected()).isCloseTo(ece, ROUNDING);
        // scikit-learn normalises rows that were rounded to nine decimals.
        assertThat(ProperScores.negativeLogLikelihood(answers)).isCloseTo(nll, within(1e-8));
        assertThat(ProperScores.brier(answers)).isCloseTo(brier, ROUNDING);
        assertThat(TemperatureScaling.fit(answers).temperature())
                .isCloseTo(Math.min(TemperatureScaling.HOTTEST, temperature), within(1e-5));
        assertThat(TemperatureScaling.fit(answers, oneOverShare(answers)).temperature())
                .isCloseTo(Math.min(TemperatureScaling.HOTTEST, weightedTemperature), within(1e-5));
    }

    private static void agreesOnAreas(RocAuc found, OptionalDouble[] expected, double macro) {
        for (int k = 0; k < expected.length; k++) {
            assertThat(found.ofClass(k).isPresent()).as("class %d", k).isEqualTo(expected[k].isPresent());
            if (expected[k].isPresent()) {
                assertThat(found.ofClass(k).getAsDouble()).isCloseTo(expected[k].getAsDouble(), ROUNDING);
            }
        }
        assertThat(found.macro().orElseThrow()).isCloseTo(macro, ROUNDING);
    }

    private static void agreesOnBins(
            CalibrationError found, OptionalDouble[] counts, OptionalDouble[] confidences, OptionalDouble[] shares) {
        assertThat(found.bins()).hasSize(counts.length);
        for (int b = 0; b < counts.length; b++) {
            CalibrationError.Bin bin = found.bins().get(b);
            assertThat(bin.images()).isEqualTo((long) counts[b].getAsDouble());
            assertThat(bin.confidence()).isCloseTo(confidences[b].getAsDouble(), ROUNDING);
            assertThat(bin.accuracy()).isCloseTo(shares[b].getAsDouble(), ROUNDING);
        }
    }

    private static double[] oneOverShare(LabelledProbabilities answers) {
        ConfusionMatrix confusion = answers.confusion();
        double[] weights = new double[answers.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = answers.size() / (double) confusion.support(answers.label(i));
        }
        return weights;
    }
}
