package org.equipoise.trainer.labels;

import java.util.Random;

import org.equipoise.trainer.features.FeatureTable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class NoiseChannelTest {

    /**
     * Truth from a logistic model; 30 % of class 0 are labelled 1, none the other way. The prediction has the right
     * order but is drawn towards class 1, as a linear model fitted to such labels is.
     */
    @RepeatedTest(5)
    void mistakesThatGoOneWayAreEstimatedAndBlamedOnTheRightClass(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        int n = 4000;
        double[][] probabilities = new double[n][];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            double x = 4 * random.nextGaussian();
            double p = 1 / (1 + Math.exp(-x));
            int truth = random.nextDouble() < p ? 1 : 0;
            labels[i] = truth == 0 && random.nextDouble() < 0.3 ? 1 : truth;
            double seen = 1 / (1 + Math.exp(-0.5 * x - 0.6));
            probabilities[i] = new double[] {1 - seen, seen};
        }

        NoiseChannel channel = NoiseChannel.fit(new OutOfFold(probabilities, labels));

        assertThat(channel.rate(0, 1)).isCloseTo(0.3, within(0.05));
        assertThat(channel.rate(1, 0)).isCloseTo(0, within(0.05));
        assertThat(channel.noise().rate()).isCloseTo(0.15, within(0.03));
        for (int i = 0; i < n; i++) {
            assertThat(channel.wrong(i)).isBetween(0.0, 1.0);
            assertThat(channel.probability(i, 0) + channel.probability(i, 1)).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void anEstimateTellsTheShareOfEachMistake() {
        var noise = new NoiseEstimate(new double[][] {{.5, .1}, {.1, .3}});

        assertThat(noise.rate()).isCloseTo(.2, within(1e-12));
        assertThat(noise.rate(1, 0)).isCloseTo(.25, within(1e-12));
        assertThat(noise.errors(50)).isEqualTo(10);
        assertThatThrownBy(() -> new NoiseEstimate(new double[][] {{.5, .1}, {.1, .2}}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Image 0 lies among class 1; its only near image of class 0 is the same patient's. */
    @Test
    void anImageOfARareClassIsNotVouchedForByItsOwnPatient() {
        var features = new FeatureTable(1, new float[] {0, 0, 10, 10.5f, 0.5f, 0.6f, 9, 20});
        int[] labels = {0, 0, 0, 0, 1, 1, 1, 1};

        var alone = new RareClassRule(features, labels, new int[] {7, 7, 1, 2, 3, 4, 5, 6}, 2).judge(0);
        var apart = new RareClassRule(features, labels, new int[] {7, 8, 1, 2, 3, 4, 5, 6}, 2).judge(0);

        // Own class: (10 + 10.5) / 2; class 1: all four, (.5 + .6 + 9 + 20) / 4.
        assertThat(alone.suspicion()).isCloseTo(10.25 / (10.25 + 7.525), within(1e-6));
        assertThat(alone.nearest()).isEqualTo(1);
        assertThat(apart.suspicion()).isLessThan(alone.suspicion());
    }
}
