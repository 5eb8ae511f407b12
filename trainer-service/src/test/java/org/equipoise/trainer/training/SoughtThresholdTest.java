package org.equipoise.trainer.training;

import java.util.List;
import java.util.Random;

import org.equipoise.trainer.recipe.SoughtClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SoughtThresholdTest {

    /** Four images to spare at logits -2, -1, 0 and 1; at .75 the threshold is between 0 and the sought one at .5. */
    @Test
    void theThresholdIsHalfwayToTheNextImage() {
        SplitPredictions answers = answers(new int[] {0, 0, 0, 0, 1, 1}, -2, -1, 0, 1, .5, 3);

        List<Double> offsets = SoughtThreshold.offsets(new SoughtClass(1, .75), answers);

        assertThat(offsets.get(1) - offsets.get(0)).isCloseTo(-.25, within(1e-5));
        assertThat(offsets.get(0) + offsets.get(1)).isZero();
    }

    /** The same images, and the first class is sought: the other's have logits -.5 and -3 for it. */
    @Test
    void eitherClassMayBeSought() {
        SplitPredictions answers = answers(new int[] {0, 0, 0, 0, 1, 1}, -2, -1, 0, 1, .5, 3);

        List<Double> offsets = SoughtThreshold.offsets(new SoughtClass(0, .9), answers);

        assertThat(offsets.get(0) - offsets.get(1)).as("between -.5 and 0").isCloseTo(.25, within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"0, .8", "1, .8", "0, .95", "1, .95"})
    void whatIsAskedIsKeptOnTheSplitThatChose(int sought, double specificity) {
        var random = new Random(7);
        int[] labels = new int[500];
        double[] logits = new double[500];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i < 400 ? 0 : 1;
            logits[i] = 2 * random.nextGaussian() + (labels[i] == 1 ? 1 : -1);
        }
        SplitPredictions answers = answers(labels, logits);

        List<Double> offsets = SoughtThreshold.offsets(new SoughtClass(sought, specificity), answers);

        var recalls = new LogitCorrection(offsets, 1).applied(answers).confusion();
        int images = sought == 0 ? 100 : 400;
        assertThat(recalls.recall(1 - sought).orElseThrow()).isBetween(specificity, specificity + 1.001 / images);
    }

    @Test
    void whereAnImageToBeSparedIsTheSurestNothingIsFound() {
        SplitPredictions answers = new SplitPredictions(2, new int[] {0, 1}, new float[] {0, 1, 0, 1});

        List<Double> offsets = SoughtThreshold.offsets(new SoughtClass(1, .9), answers);

        assertThat(new LogitCorrection(offsets, 1).applied(answers).confusion().recall(0))
                .hasValue(1);
    }

    private static SplitPredictions answers(int[] labels, double... logits) {
        float[] probabilities = new float[2 * labels.length];
        for (int i = 0; i < labels.length; i++) {
            probabilities[2 * i + 1] = (float) (1 / (1 + Math.exp(-logits[i])));
            probabilities[2 * i] = 1 - probabilities[2 * i + 1];
        }
        return new SplitPredictions(2, labels, probabilities);
    }
}
