package org.equipoise.trainer.loss;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class LogitAdjustmentTest {

    /** Priors .75 and .25: an answer of .6 to .4 is as .8 to 1.6 once the priors are divided out. */
    @Test
    void dividesThePriorsOutOfTheProbabilities() {
        var adjustment = LogitAdjustment.of(List.of(3L, 1L), 1);

        double[] adjusted = adjustment.adjustProbabilities(new double[] {0.6, 0.4});

        assertThat(adjustment.offsets().get(1)).isCloseTo(Math.log(0.25), within(1e-15));
        assertThat(adjusted).containsExactly(new double[] {1 / 3.0, 2 / 3.0}, within(1e-15));
    }

    @Test
    void aNetworkThatAnswersThePriorsAnswersNothingOnceAdjusted() {
        var adjustment = LogitAdjustment.of(List.of(870L, 90L, 40L), 1);

        assertThat(adjustment.adjustProbabilities(new double[] {0.87, 0.09, 0.04}))
                .containsExactly(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, within(1e-15));
    }

    @Test
    void probabilityZeroStaysZero() {
        var adjustment = LogitAdjustment.of(List.of(870L, 90L, 40L), 2);

        assertThat(adjustment.adjustProbabilities(new double[] {0.5, 0.5, 0})[2])
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void logitsAndProbabilitiesAreAdjustedAlike(long seed) {
        var random = Fixtures.random(seed);
        double[] logits = Fixtures.logits(random, 5, 8);
        var adjustment = LogitAdjustment.of(random.longs(5, 1, 900).boxed().toList(), random.nextDouble(3));

        assertThat(adjustment.adjustProbabilities(softmax(logits)))
                .as("seed %d", seed)
                .containsExactly(softmax(adjustment.adjust(logits)), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void tauZeroChangesNothing(long seed) {
        var random = Fixtures.random(seed);
        double[] logits = Fixtures.logits(random, 4, 8);
        var adjustment = LogitAdjustment.of(random.longs(4, 1, 900).boxed().toList(), 0);

        assertThat(adjustment.adjust(logits)).isEqualTo(logits);
    }

    @Test
    void theGivenRowIsLeftAlone() {
        double[] logits = {1, 2};

        LogitAdjustment.of(List.of(3L, 1L), 1).adjust(logits);

        assertThat(logits).containsExactly(1, 2);
    }

    @Test
    void refusesWhatCannotBeAdjusted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogitAdjustment.of(List.of(7L, 0L), 1))
                .withMessage("class 1 has no images in [7, 0]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogitAdjustment.of(List.of(7L, 1L), 11))
                .withMessageContaining("[0, 10.0], got 11.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogitAdjustment.none(2).adjust(new double[3]))
                .withMessageContaining("expected 2, got 3");
    }

    private static double[] softmax(double[] logits) {
        double[] exponentials = Arrays.stream(logits).map(Math::exp).toArray();
        double sum = Arrays.stream(exponentials).sum();
        return Arrays.stream(exponentials).map(e -> e / sum).toArray();
    }
}
