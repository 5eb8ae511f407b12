package org.equipoise.trainer.optimisation;

import java.util.List;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class LearningRateCurveTest {

    /** 1, then (.9 * .1 * 1 + .1 * 3) / (1 - .81) = .39 / .19. */
    @Test
    void theAverageIsCorrectedForItsShortPast() {
        var curve = new LearningRateCurve(List.of(0.1, 0.2), List.of(1.0, 3.0));

        assertThat(curve.smoothed()).containsExactly(new double[] {1, 0.39 / 0.19}, within(1e-14));
    }

    @Test
    void aSteadyFallIsNotTakenForNoise() {
        var curve = Sweeps.curve(rate -> 5 - Math.log10(rate));

        assertThat(curve.noise()).isCloseTo(0, within(1e-12));
    }

    /** The average keeps a 19th of the variance. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theNoiseOfNormalLossesIsWhatAveragingLeavesOfIt(long seed) {
        RandomGenerator random = Sweeps.random(seed);
        List<Double> rates = LearningRateRangeTest.rates(1e-6, 1, 5000);
        List<Double> losses =
                rates.stream().map(r -> 2 + 0.3 * random.nextGaussian()).toList();

        assertThat(new LearningRateCurve(rates, losses).noise())
                .as("seed %d", seed)
                .isCloseTo(0.3 / Math.sqrt(19), within(0.003));
    }

    @Test
    void aLossFourTimesTheBestHasDiverged() {
        var curve = Sweeps.curve(rate -> Sweeps.valley(rate, 1e-3));

        assertThat(curve.diverged()).isTrue();
        assertThat(curve.beforeDivergence().losses()).hasSizeBetween(85, 95);
        assertThat(curve.beforeDivergence().diverged()).isFalse();
    }

    @Test
    void oneLowLossAtTheStartIsNoDivergence() {
        List<Double> losses =
                Sweeps.RATES.stream().map(r -> r == 1e-6 ? 0.01 : 0.7).toList();

        assertThat(new LearningRateCurve(Sweeps.RATES, losses).diverged()).isFalse();
    }

    @Test
    void theRatesOfASweepGrowByOneFactorFromTheLowestToTheHighest() {
        List<Double> rates = LearningRateRangeTest.rates(1e-5, 10, 61);

        assertThat(rates).hasSize(61);
        assertThat(rates.get(0)).isEqualTo(1e-5);
        assertThat(rates.get(60)).isEqualTo(10);
        for (int i = 1; i < 61; i++) {
            assertThat(rates.get(i) / rates.get(i - 1)).isCloseTo(Math.pow(10, 0.1), within(1e-12));
        }
    }

    @Test
    void refusesWhatIsNoSweep() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningRateCurve(List.of(0.1, 0.2), List.of(1.0)))
                .withMessageContaining("got 2 rates and 1 losses");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningRateCurve(List.of(0.2, 0.1), List.of(1.0, 1.0)))
                .withMessageContaining("must grow");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningRateRangeTest.rates(1e-3, 1e-3, 100))
                .withMessageContaining("0.001, 0.001, 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningRateRangeTest.rates(1e-6, 1, 29))
                .withMessageContaining("at least 30 steps");
    }
}
