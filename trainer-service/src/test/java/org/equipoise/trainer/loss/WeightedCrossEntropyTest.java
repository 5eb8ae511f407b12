package org.equipoise.trainer.loss;

import java.util.List;

import org.equipoise.common.labels.ClassDistribution;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WeightedCrossEntropyTest {

    private static final List<Long> COUNTS = List.of(870L, 90L, 40L);

    @Test
    void anImageCountsTheWeightOfItsClass() {
        var loss = new WeightedCrossEntropy(List.of(1.0, 3.0));

        assertThat(loss.of(1, 0.5)).isCloseTo(3 * Math.log(2), within(1e-12));
    }

    @Test
    void anImpossibleAnswerCostsAFiniteAmount() {
        var loss = new WeightedCrossEntropy(List.of(1.0, 1.0));

        assertThat(loss.of(0, 0)).isCloseTo(-Math.log(1e-7), within(1e-12));
    }

    @Test
    void withoutWeightsTheBestConstantCostsTheEntropyOfTheShares() {
        var loss = new WeightedCrossEntropy(List.of(1.0, 1.0, 1.0));

        double best = loss.bestConstant(COUNTS);

        assertThat(best).isCloseTo(new ClassDistribution(COUNTS).entropy(), within(1e-12));
    }

    @Test
    void withBalancedWeightsTheBestConstantCostsTheLogarithmOfTheNumberOfClasses() {
        var loss = new WeightedCrossEntropy(new ClassDistribution(COUNTS).classWeights());

        assertThat(loss.bestConstant(COUNTS)).isCloseTo(Math.log(3), within(1e-12));
    }

    /** No other constant answer may be cheaper than the one the formula claims. */
    @Test
    void noConstantAnswerIsCheaperThanTheBest() {
        List<Double> weights = List.of(0.5, 2.0, 7.0);
        var loss = new WeightedCrossEntropy(weights);
        double best = loss.bestConstant(COUNTS);

        for (int i = 1; i < 50; i++) {
            for (int j = 1; i + j < 50; j++) {
                double[] answer = {i / 50.0, j / 50.0, (50 - i - j) / 50.0};
                double cost = 0;
                for (int k = 0; k < 3; k++) {
                    cost += COUNTS.get(k) / 1000.0 * loss.of(k, answer[k]);
                }
                assertThat(cost).as("answer %d/50, %d/50", i, j).isGreaterThanOrEqualTo(best - 1e-12);
            }
        }
    }
}
