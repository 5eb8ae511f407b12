package org.equipoise.trainer.optimisation;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

import org.equipoise.trainer.optimisation.LearningRateSuggestion.Fallback;
import org.equipoise.trainer.optimisation.LearningRateSuggestion.Found;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class LearningRateRangeTestTest {

    private static final double DEFAULT = 1e-3;

    private final LearningRateRangeTest test = new LearningRateRangeTest(DEFAULT);

    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 1e-3, 3e-3})
    void aCleanValleyIsFoundAtMostAFactorOfTwoBelowItsSteepestRate(double fastest) {
        var suggestion = test.suggest(Sweeps.curve(rate -> Sweeps.valley(rate, fastest)));

        assertThat(suggestion).isInstanceOf(Found.class);
        assertThat(suggestion.rate()).isBetween(fastest / 2, fastest);
        assertThat(suggestion.confidence()).isGreaterThan(0.95);
        assertThat(suggestion.reason()).startsWith("the loss falls from 0.7");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aNoisyValleyIsFoundWithinAFactorOfThree(long seed) {
        RandomGenerator random = Sweeps.random(seed);

        var suggestion = test.suggest(Sweeps.curve(rate -> Sweeps.valley(rate, 1e-3) + 0.05 * random.nextGaussian()));

        assertThat(suggestion).as("seed %d", seed).isInstanceOf(Found.class);
        assertThat(suggestion.rate()).as("seed %d", seed).isBetween(1e-3 / 3, 3e-3);
        assertThat(suggestion.confidence()).as("seed %d", seed).isBetween(0.6, 0.95);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void pureNoiseIsNeverTrusted(long seed) {
        RandomGenerator random = Sweeps.random(seed);
        var normal = Sweeps.curve(rate -> Math.max(0, 0.7 + 0.1 * random.nextGaussian()));
        var skewed = Sweeps.curve(rate -> 0.3 * Math.exp(random.nextGaussian()));

        for (var curve : List.of(normal, skewed)) {
            var suggestion = test.suggest(curve);
            assertThat(suggestion).as("seed %d", seed).isInstanceOf(Fallback.class);
            assertThat(suggestion.rate()).isEqualTo(DEFAULT);
            assertThat(suggestion.confidence()).isLessThan(LearningRateRangeTest.LEAST_CONFIDENCE);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noiseThatBlowsUpInTheEndIsNotTrustedEither(long seed) {
        RandomGenerator random = Sweeps.random(seed);

        var suggestion = test.suggest(Sweeps.curve(rate -> 0.7 + 0.1 * random.nextGaussian() + 100 * rate * rate));

        assertThat(suggestion).as("seed %d", seed).isInstanceOf(Fallback.class);
    }

    @Test
    void aFlatCurveSaysSo() {
        var suggestion = test.suggest(Sweeps.curve(rate -> 0.6931));

        assertThat(suggestion)
                .isEqualTo(new Fallback(DEFAULT, 0, "the curve is flat: the loss falls from 0.6931 to 0.6931"));
    }

    @Test
    void aLossOfZeroIsFlat() {
        assertThat(test.suggest(Sweeps.curve(rate -> 0)).reason()).startsWith("the curve is flat");
    }

    @Test
    void refusesASweepTooShortToJudge() {
        var curve = Sweeps.curve(rate -> 0.7).first(29);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> test.suggest(curve))
                .withMessage("need at least 30 steps, got 29");
    }

    @Test
    void aSmoothFallOfOnePercentIsFlat() {
        var suggestion = test.suggest(Sweeps.curve(rate -> 0.7 - 0.007 * rate));

        assertThat(suggestion.reason()).startsWith("the curve is flat");
    }

    @Test
    void trainingThatDivergesAtOnceSaysAtWhichStep() {
        var suggestion = test.suggest(Sweeps.withTail(Sweeps.curve(rate -> 0.7), 4, Double.NaN));

        assertThat(suggestion)
                .isEqualTo(new Fallback(DEFAULT, 0, "training diverges after 4 of 100 steps, at 1.5e-06"));
    }

    @Test
    void aLossThatIsNeverANumberFallsBack() {
        var curve = Sweeps.withTail(Sweeps.curve(rate -> 0.7), 0, Double.NaN);

        assertThat(curve.diverged()).isTrue();
        assertThat(test.suggest(curve)).isInstanceOf(Fallback.class);
    }

    @Test
    void aLossThatOnlyRisesSaysSo() {
        var suggestion = test.suggest(Sweeps.curve(rate -> 0.7 + 0.05 * Math.log(rate / 1e-6)));

        assertThat(suggestion).isInstanceOf(Fallback.class);
        assertThat(suggestion.reason()).isEqualTo("the loss never falls, it rises from 0.742 to 1.33");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1e30})
    void whatComesAfterDivergenceChangesNothing(double tail) {
        var clean = Sweeps.curve(rate -> Sweeps.valley(rate, 1e-3));
        var broken = Sweeps.withTail(clean, 85, tail);

        assertThat(broken.diverged()).isTrue();
        assertThat(test.suggest(broken)).isInstanceOf(Found.class);
        assertThat(test.suggest(broken).rate()).isCloseTo(test.suggest(clean).rate(), within(1e-12));
    }

    @Test
    void aFallThatNeverEndsIsStillFound() {
        var suggestion = test.suggest(Sweeps.curve(rate -> Sweeps.valley(rate, 0.1) - Math.pow(rate / 10, 2)));

        assertThat(suggestion).isInstanceOf(Found.class);
        assertThat(suggestion.rate()).isBetween(0.05, 0.2);
    }

    @Test
    void refusesADefaultThatIsNoRate() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningRateRangeTest(0))
                .withMessageContaining("got 0.0");
    }

    static List<Long> seeds() {
        return LongStream.rangeClosed(1, 20).boxed().toList();
    }
}
