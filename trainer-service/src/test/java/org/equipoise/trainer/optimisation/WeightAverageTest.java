package org.equipoise.trainer.optimisation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class WeightAverageTest {

    @Test
    void theFirstUpdateKeepsATenthOfTheInitialWeights() {
        var average = new WeightAverage(0.98);

        assertThat(average.decay(0)).isEqualTo(0.1);
        assertThat(average.decay(8)).isEqualTo(0.5);
        assertThat(average.decay(439)).isCloseTo(440 / 449.0, within(1e-15));
        assertThat(average.decay(440)).isEqualTo(0.98);
        assertThat(average.decay(1_000_000)).isEqualTo(0.98);
    }

    @Test
    void offFollowsTheWeights() {
        assertThat(WeightAverage.off().decay(0)).isZero();
        assertThat(WeightAverage.off().isOn()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.9, 0.98, 0.9999})
    void theDecayNeverFallsAndNeverExceedsItsLimit(double decay) {
        var average = new WeightAverage(decay);
        double before = 0;
        for (long t = 0; t < 2000; t++) {
            assertThat(average.decay(t)).isBetween(before, decay);
            before = average.decay(t);
        }
    }

    /**
     * After the first 100 steps with decay .9999 hardly anything of the initial weight is left; without warm-up 99 %.
     */
    @Test
    void theInitialWeightsAreForgottenEvenWithALargeDecay() {
        var average = new WeightAverage(0.9999);
        double share = 1;
        for (long t = 0; t < 100; t++) {
            share *= average.decay(t);
        }

        assertThat(share).isLessThan(1e-10);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void refusesADecayThatNeverMovesOrOvershoots(double decay) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WeightAverage(decay))
                .withMessageContaining("[0, 1), got " + decay);
    }
}
