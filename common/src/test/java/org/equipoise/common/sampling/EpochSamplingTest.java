package org.equipoise.common.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.equipoise.common.events.ShardRequested.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class EpochSamplingTest {

    /** The article's counts. */
    private static final List<Long> ARTICLE = List.of(1000L, 100L, 50L);

    @Test
    void naturalAndBalancedSharesAreThoseOfImagesAndClasses() {
        assertThat(EpochSampling.of(Sampling.NATURAL).shares(List.of(3L, 1L))).containsExactly(0.75, 0.25);
        assertThat(EpochSampling.of(Sampling.BALANCED).shares(List.of(3L, 1L))).containsExactly(0.5, 0.5);
        assertThat(EpochSampling.of(Sampling.BALANCED).shares(List.of(3L, 0L, 1L)))
                .containsExactly(0.5, 0, 0.5);
    }

    /** By hand: roots 10, 5, 1 of 16. */
    @Test
    void rootsOfTheCountsShareAnEpoch() {
        assertThat(EpochSampling.of(Sampling.SQUARE_ROOT).shares(List.of(100L, 25L, 1L)))
                .containsExactly(0.625, 0.3125, 0.0625);
    }

    /** By hand with beta 0.5: effective numbers of 1, 2, 3 images are 1, 1.5, 1.75; images by them 1, 4/3, 12/7. */
    @Test
    void effectiveNumbersLieBetweenImagesAndClasses() {
        double sum = 1 + 4.0 / 3 + 12.0 / 7;
        assertThat(effective(0.5).shares(List.of(1L, 2L, 3L)))
                .containsExactly(new double[] {1 / sum, 4.0 / 3 / sum, 12.0 / 7 / sum}, within(1e-12));
        assertThat(effective(0).shares(List.of(3L, 1L))).containsExactly(0.75, 0.25);
        assertThat(effective(0.99999).shares(List.of(30L, 10L))).containsExactly(new double[] {0.5, 0.5}, within(1e-3));
    }

    /** 0.2 each of the two rare classes, which is 4.6 and 2.3 times their images. */
    @Test
    void aQuotaRaisesRareClassesAndTakesFromTheOthers() {
        assertThat(quota(0.2, 10).shares(ARTICLE)).containsExactly(new double[] {0.6, 0.2, 0.2}, within(1e-12));
        assertThat(quota(0.2, 10).draws(ARTICLE)).containsExactly(690, 230, 230);
        assertThat(quota(0.2, 10).distinct(ARTICLE)).containsExactly(690, 100, 50);
    }

    /** 50 images three times are 150 of 1150. */
    @Test
    void noImageIsRepeatedMoreOftenThanTheCapAllows() {
        assertThat(quota(0.2, 3).draws(ARTICLE)).containsExactly(770, 230, 150);
        assertThat(quota(0.2, 1).draws(ARTICLE)).containsExactly(1000, 100, 50);
    }

    /** By hand: 30 % of 40 % is pushed below 0.3 when the rarest is raised, and is raised too. */
    @Test
    void aClassThatIsPushedBelowTheQuotaIsRaisedInTurn() {
        assertThat(quota(0.3, 100).shares(List.of(60L, 31L, 9L)))
                .containsExactly(new double[] {0.4, 0.3, 0.3}, within(1e-12));
        assertThat(quota(0.5, 100).shares(List.of(90L, 10L))).containsExactly(new double[] {0.5, 0.5}, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(Sampling.class)
    void whateverTheCountsTheSharesSumTo1AndTheDrawsToTheImages(Sampling sampling) {
        var dice = new Random(sampling.ordinal());
        for (int round = 0; round < 300; round++) {
            int classes = 2 + dice.nextInt(7);
            List<Long> counts = IntStream.range(0, classes)
                    .mapToObj(k -> (long) (1 + Math.pow(10, 3 * dice.nextDouble())))
                    .toList();
            int cap = 1 + dice.nextInt(20);
            double least = (1 - dice.nextDouble()) / classes;
            var epoch = new EpochSampling(sampling, 0.999 * dice.nextDouble(), least, cap);
            long total = counts.stream().mapToLong(Long::longValue).sum();

            double[] shares = epoch.shares(counts);
            int[] draws = epoch.draws(counts);

            assertThat(Arrays.stream(shares).sum()).as("%s", counts).isCloseTo(1, within(1e-9));
            assertThat(Arrays.stream(draws).sum()).as("%s", counts).isEqualTo((int) total);
            for (int k = 0; k < classes; k++) {
                assertThat(draws[k]).isCloseTo((int) Math.round(shares[k] * total), within(1));
                if (sampling == Sampling.MINORITY_QUOTA) {
                    assertThat(shares[k])
                            .as("%s at least %f, %d times", counts, least, cap)
                            .isGreaterThan(Math.min(least, cap * counts.get(k) / (double) total) - 1e-6);
                    assertThat(draws[k]).isLessThanOrEqualTo((int) (cap * counts.get(k)) + 1);
                }
            }
        }
    }

    @Test
    void whatASamplingNeedsIsAskedFor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EpochSampling.of(Sampling.MINORITY_QUOTA))
                .withMessageContaining("needs minorityShare");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EpochSampling(Sampling.MINORITY_QUOTA, null, 0.6, 3))
                .withMessage("minorityShare must be in (0, 0.5], got 0.6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EpochSampling(Sampling.MINORITY_QUOTA, null, 0.1, 0))
                .withMessage("mostRepeats must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> effective(1))
                .withMessage("effectiveNumberBeta must be in [0, 1), got 1.0");
    }

    @Test
    void aQuotaThatCannotBeDrawnIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> quota(0.4, 3).shares(ARTICLE))
                .withMessage("a minorityShare of 0.4 for each of 3 classes is more than an epoch has");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> quota(0.1, 3).shares(List.of(5L, 0L)))
                .withMessageContaining("class 1 has no training image");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EpochSampling.of(Sampling.NATURAL).shares(List.of(0L, 0L)))
                .withMessageContaining("needs training images");
    }

    private static EpochSampling effective(double beta) {
        return new EpochSampling(Sampling.EFFECTIVE_NUMBER, beta, null, null);
    }

    private static EpochSampling quota(double least, int repeats) {
        return new EpochSampling(Sampling.MINORITY_QUOTA, null, least, repeats);
    }
}
