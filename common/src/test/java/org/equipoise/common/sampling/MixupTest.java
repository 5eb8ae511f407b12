package org.equipoise.common.sampling;

import java.util.List;
import java.util.SplittableRandom;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.AugmentationPolicy.MixupPartner;
import org.equipoise.common.events.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class MixupTest {

    /**
     * By hand: of a uniform share the smaller part is a quarter on average; alpha 1/2 is the arcsine law with
     * {@code 1/2 - 1/pi}.
     */
    @ParameterizedTest
    @CsvSource({"1, 0.25", "0.5, 0.18169011"})
    void theMeanShareIsTheOneOfTheBetaDistribution(double alpha, double mean) {
        assertThat(new Mixup(alpha, MixupPartner.ANY).meanShare()).isCloseTo(mean, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 0.05, 0.2, 0.4, 1})
    void sharesAreDrawnAboutTheirMeanAndNeverTheLargerPart(double alpha) {
        var mixup = new Mixup(alpha, MixupPartner.ANY);
        var random = new SplittableRandom(7);
        int draws = 40_000;

        double[] shares = java.util.stream.DoubleStream.generate(() -> mixup.share(random))
                .limit(draws)
                .toArray();

        assertThat(java.util.Arrays.stream(shares).allMatch(share -> share >= 0 && share <= 0.5))
                .isTrue();
        assertThat(java.util.Arrays.stream(shares).average().orElseThrow())
                .isCloseTo(mixup.meanShare(), within(5 * 0.25 / Math.sqrt(draws)));
    }

    @Test
    void partnersDrawnAsTheEpochIsLeaveItsShares() {
        assertThat(new Mixup(1, MixupPartner.ANY).shares(new double[] {0.9, 0.1}, List.of(90L, 10L)))
                .containsExactly(0.9, 0.1);
    }

    /** A quarter of the targets belongs to partners, half and half of the classes that have images. */
    @Test
    void evenPartnersMoveTheShares() {
        assertThat(new Mixup(1, MixupPartner.BALANCED).shares(new double[] {0.9, 0.1, 0}, List.of(90L, 10L, 0L)))
                .containsExactly(new double[] {0.75 * 0.9 + 0.125, 0.75 * 0.1 + 0.125, 0}, within(1e-6));
    }

    @Test
    void aPolicyThatMixesNothingHasNoPartnerEither() {
        AugmentationPolicy mixed =
                AugmentationPolicy.NONE.with(Transform.MIXUP, 0.2).mixedWith(MixupPartner.BALANCED);

        assertThat(Mixup.of(mixed)).hasValue(new Mixup(0.2, MixupPartner.BALANCED));
        assertThat(mixed.with(Transform.ROTATION, 5).partner()).isEqualTo(MixupPartner.BALANCED);
        assertThat(mixed.unmixed()).isEqualTo(AugmentationPolicy.NONE);
        assertThat(AugmentationPolicy.NONE.mixedWith(MixupPartner.BALANCED)).isEqualTo(AugmentationPolicy.NONE);
        assertThat(Mixup.of(AugmentationPolicy.NONE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN})
    void anAlphaOutOfItsRangeIsRefused(double alpha) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mixup(alpha, MixupPartner.ANY))
                .withMessage("mixup must be in (0, 1], got " + alpha);
    }
}
