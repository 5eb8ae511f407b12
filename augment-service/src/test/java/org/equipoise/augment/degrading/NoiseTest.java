package org.equipoise.augment.degrading;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class NoiseTest {

    private static final InputFormat GREY = InputFormat.bytes(new InputShape(64, 64, 1));
    private static final AugmentationPolicy GAUSSIAN = AugmentationPolicy.NONE.with(Transform.NOISE, 0.1);
    private static final AugmentationPolicy SHOTS = AugmentationPolicy.NONE.with(Transform.SHOT_NOISE, 0.2);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theMeanStaysAndTheDeviationIsWithinThePolicy(long draw) {
        double[] noisy = noisy(GAUSSIAN, draw, 128);

        assertThat(mean(noisy)).isCloseTo(128, within(2.0));
        assertThat(deviation(noisy)).isBetween(0.2, 0.1 * 255 * 1.05);
    }

    @Test
    void noiseThatIsNotDrawnHasTheDeviationThatIsAskedForAndIsAnotherForEachImage() {
        byte[] image = new byte[GREY.imageBytes()];
        Arrays.fill(image, (byte) 128);
        byte[] other = image.clone();
        Noise.gaussian(0.1, 1, 0).apply(image, 0, GREY);
        Noise.gaussian(0.1, 1, 1).apply(other, 0, GREY);

        double[] noisy = new double[image.length];
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = image[i] & 0xff;
        }
        assertThat(mean(noisy)).isCloseTo(128, within(2.0));
        assertThat(deviation(noisy)).isCloseTo(0.1 * 255, within(1.5));
        assertThat(other).isNotEqualTo(image);
    }

    /** Four times the intensity, twice the noise: its variance is in proportion. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theNoiseOfPhotonsGrowsWithTheRootOfTheIntensity(long draw) {
        double[] dark = noisy(SHOTS, draw, 40);
        double[] bright = noisy(SHOTS, draw, 160);

        assertThat(mean(dark)).isCloseTo(40, within(2.0));
        assertThat(mean(bright)).isCloseTo(160, within(3.0));
        assertThat(deviation(bright) / deviation(dark)).isCloseTo(2, within(0.25));
    }

    @Test
    void blackHasNoPhotons() {
        assertThat(noisy(SHOTS, 1, 0)).containsOnly(0);
    }

    /** What is nearly right first must not show in a sample: a shard that is made again has the same bytes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everySampleIsThatOfExactNumbers(long draw) {
        var both = new InputFormat(new InputShape(64, 64, 1), new ValueWindow(100, 60_000, "by hand"));
        AugmentationPolicy policy = GAUSSIAN.with(Transform.SHOT_NOISE, 0.2);
        for (InputFormat format : new InputFormat[] {GREY, both}) {
            byte[] image = new byte[format.imageBytes()];
            new Random(draw).nextBytes(image);
            byte[] expected = image.clone();
            naive(policy, draw, expected, format);

            Noise.draw(policy, 7, 0, draw).apply(image, 0, format);

            assertThat(image).isEqualTo(expected);
        }
    }

    private static void naive(AugmentationPolicy policy, long draw, byte[] image, InputFormat format) {
        SplitMix64 shots = SplitMix64.of(7, 0x73686f74L, 0, draw);
        SplitMix64 gaussian = SplitMix64.of(7, 0x6e6f6973L, 0, draw);
        double atFullScale = shots.nextDouble() * Transform.SHOT_NOISE.in(policy);
        double deviation = gaussian.nextDouble() * Transform.NOISE.in(policy);
        double atOne = 1 / (atFullScale * atFullScale);
        double scale = format.high() - format.low();
        for (int i = 0; i < format.shape().length(); i++) {
            double seen = Math.max(0, Math.min(1, (format.sample(image, i) - format.low()) / scale));
            double counted = seen * atOne < 30
                    ? Noise.poisson(seen * atOne, shots) / atOne
                    : seen + atFullScale * StrictMath.sqrt(seen) * shots.nextGaussian();
            double noisy = counted + deviation * gaussian.nextGaussian();
            format.put(image, i, format.low() + (int) Math.round(scale * Math.max(0, Math.min(1, noisy))));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 4, 29})
    void aPoissonNumberHasItsMeanAsItsVariance(double mean) {
        var random = new SplitMix64(11);
        double[] counts = IntStream.range(0, 20_000)
                .mapToDouble(i -> Noise.poisson(mean, random))
                .toArray();

        assertThat(mean(counts)).isCloseTo(mean, within(0.05 + mean / 50));
        assertThat(deviation(counts)).isCloseTo(Math.sqrt(mean), within(0.05 + mean / 100));
    }

    @Test
    void sixteenBitsStayWithinTheirWindow() {
        var deep = new InputFormat(new InputShape(16, 16, 1), new ValueWindow(1000, 1400, "by hand"));
        byte[] image = new byte[512];
        for (int i = 0; i < 256; i++) {
            deep.put(image, i, i % 2 == 0 ? 1000 : 60_000);
        }

        Noise.draw(GAUSSIAN, 1, 0, 4).apply(image, 0, deep);

        assertThat(IntStream.range(0, 256).map(i -> deep.sample(image, i)).summaryStatistics())
                .satisfies(seen -> {
                    assertThat(seen.getMin()).isGreaterThanOrEqualTo(1000);
                    assertThat(seen.getMax()).isLessThanOrEqualTo(1400);
                });
        assertThat(IntStream.range(0, 256)
                        .map(i -> deep.sample(image, i))
                        .distinct()
                        .count())
                .isGreaterThan(20);
    }

    @Test
    void aDrawIsRepeatableAndOneNoiseLeavesTheOtherAsItWas() {
        AugmentationPolicy both = GAUSSIAN.with(Transform.SHOT_NOISE, 0.2);

        assertThat(noisy(both, 3, 100)).isEqualTo(noisy(both, 3, 100)).isNotEqualTo(noisy(both, 4, 100));
        assertThat(noisy(both, 3, 0)).isEqualTo(noisy(GAUSSIAN, 3, 0));
        assertThat(noisy(AugmentationPolicy.NONE, 3, 100)).containsOnly(100);
    }

    private static double[] noisy(AugmentationPolicy policy, long draw, int grey) {
        byte[] image = new byte[64 * 64];
        Arrays.fill(image, (byte) grey);
        Noise.draw(policy, 1, 0, draw).apply(image, 0, GREY);
        return IntStream.range(0, image.length)
                .mapToDouble(i -> image[i] & 0xff)
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }
}
