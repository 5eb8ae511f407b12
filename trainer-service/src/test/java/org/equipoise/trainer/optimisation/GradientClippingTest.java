package org.equipoise.trainer.optimisation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class GradientClippingTest {

    /** The factors of PyTorch 2.15.0's {@code clip_grad_norm_}, which adds 1e-6 to the norm. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 5.0, 0.099999980000004",
        "1, 5.0, 0.199999960000008",
        "5, 5.0, 0.99999980000004",
        "1, 0.5, 1.0",
        "0.5, 0.22912878474779202, 1.0"
    })
    void agreesWithPyTorch(double limit, double norm, double factor) {
        assertThat(new GradientClipping(limit).factor(norm)).isCloseTo(factor, within(3e-7));
    }

    @Test
    void aGradientOfFiveIsShortenedToTwo() {
        assertThat(new GradientClipping(2).factor(5)).isEqualTo(0.4);
    }

    @Test
    void aShortGradientIsLeftAlone() {
        var clipping = new GradientClipping(2);

        assertThat(clipping.factor(0)).isEqualTo(1);
        assertThat(clipping.factor(2)).isEqualTo(1);
    }

    @Test
    void offClipsNothing() {
        assertThat(GradientClipping.off().isOn()).isFalse();
        assertThat(GradientClipping.off().factor(1e300)).isEqualTo(1);
        assertThat(new GradientClipping(1).isOn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 0.001, 1, 1.0000001, 1e10, 1e300})
    void noClippedGradientIsLongerThanTheLimit(double norm) {
        double factor = new GradientClipping(1).factor(norm);

        assertThat(factor).isGreaterThan(0).isLessThanOrEqualTo(1);
        assertThat(factor * norm).isLessThanOrEqualTo(1 + 1e-15);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1})
    void noFactorMendsANormThatIsNoNumber(double norm) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GradientClipping(1).factor(norm))
                .withMessageContaining("got " + norm);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, 0, -1})
    void refusesALimitThatLeavesNothing(double limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GradientClipping(limit))
                .withMessageContaining("got " + limit);
    }
}
