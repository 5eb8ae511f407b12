package org.equipoise.augment.intensity;

import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;
import org.equipoise.common.imaging.ValueWindow;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IntensityMapTest {

    private static final AugmentationPolicy EXPOSURE = new AugmentationPolicy(false, false, 0, 0, 0, 0.15, 0.1);

    @Test
    void anIntensityIsMultipliedShiftedRoundedAndCut() {
        byte[] samples = {9, 0, 100, (byte) 200, (byte) 255, 9};

        new IntensityMap(1, 1.2, 0.1, null).apply(samples, 1, 4);

        // 0 + 25.5, 120 + 25.5, 240 + 25.5 and 306 + 25.5 cut, the first and the last outside the range.
        assertThat(samples).containsExactly(9, 26, (byte) 146, (byte) 255, (byte) 255, 9);
    }

    @Test
    void aDarkenedBlackStaysBlack() {
        byte[] samples = {0, 10, 100};

        new IntensityMap(1, 0.9, -0.1, null).apply(samples, 0, 3);

        assertThat(samples).containsExactly(0, 0, 65);
    }

    /** By hand: 255 * (64/255)^2 = 16.06, and gain and bias come after it: 2 * 16.06 + 25.5 = 57.6. */
    @Test
    void aPowerIsTakenOfTheFractionOfTheFullScale() {
        byte[] samples = {0, 64, (byte) 255};
        byte[] brighter = samples.clone();

        new IntensityMap(2, 1, 0, null).apply(samples, 0, 3);
        new IntensityMap(2, 2, 0.1, null).apply(brighter, 0, 3);

        assertThat(samples).containsExactly(0, 16, (byte) 255);
        assertThat(brighter).containsExactly(26, 58, (byte) 255);
    }

    /** 1000 + 2000 * (1/4)^0.5; what lies outside of the window is seen as its ends. By a table and without one. */
    @Test
    void aPowerOfSixteenBitsIsTakenWithinTheWindow() {
        var window = new ValueWindow(1000, 3000, "by hand");
        for (int pixels : new int[] {4, 4000}) {
            byte[] samples = new byte[2 * pixels];
            int[] values = {500, 1500, 3000, 60_000};
            for (int i = 0; i < pixels; i++) {
                samples[2 * i] = (byte) values[i % 4];
                samples[2 * i + 1] = (byte) (values[i % 4] >> 8);
            }

            new IntensityMap(0.5, 1, 0, window).apply(samples, 0, samples.length);

            int[] expected = {1000, 2000, 3000, 3000};
            for (int i = 0; i < pixels; i++) {
                assertThat(samples[2 * i] & 0xff | (samples[2 * i + 1] & 0xff) << 8)
                        .isEqualTo(expected[i % 4]);
            }
        }
    }

    @Test
    void aPowerBrightensAsOftenAsItDarkensAndLeavesGainAndBiasAsTheyWere() {
        AugmentationPolicy gamma = AugmentationPolicy.NONE.with(Transform.GAMMA, 0.5);
        LongSummaryStatistics values = LongStream.range(0, 2000)
                .map(draw -> changed(IntensityMap.draw(gamma, null, 7, 0, draw), 100))
                .summaryStatistics();

        // 255 * (100/255)^1.5 and 255 * (100/255)^(1/1.5)
        assertThat(values.getMin()).isBetween(62L, 64L);
        assertThat(values.getMax()).isBetween(135L, 138L);
        long darker = LongStream.range(0, 2000)
                .filter(draw -> changed(IntensityMap.draw(gamma, null, 7, 0, draw), 100) < 100)
                .count();
        assertThat(darker).isBetween(800L, 1200L);
        assertThat(changed(IntensityMap.draw(EXPOSURE.with(Transform.GAMMA, 0.5), null, 1, 2, 3), 255))
                .isEqualTo(changed(IntensityMap.draw(EXPOSURE, null, 1, 2, 3), 255));
    }

    @Test
    void noPolicyChangesNothing() {
        assertThat(IntensityMap.draw(AugmentationPolicy.NONE, null, 1, 2, 3)).isSameAs(IntensityMap.IDENTITY);
        assertThat(changed(IntensityMap.IDENTITY, 77)).isEqualTo(77);
    }

    @Test
    void theSameDrawChangesAlikeAndAnotherDrawDoesNot() {
        int once = changed(IntensityMap.draw(EXPOSURE, null, 1, 2, 3), 128);

        assertThat(changed(IntensityMap.draw(EXPOSURE, null, 1, 2, 3), 128)).isEqualTo(once);
        assertThat(LongStream.range(4, 14).map(draw -> changed(IntensityMap.draw(EXPOSURE, null, 1, 2, draw), 128)))
                .anySatisfy(other -> assertThat(other).isNotEqualTo(once));
    }

    @Test
    void everyDrawStaysWithinThePolicyAndUsesIt() {
        LongSummaryStatistics values = LongStream.range(0, 2000)
                .map(draw -> changed(IntensityMap.draw(EXPOSURE, null, 7, 0, draw), 100))
                .summaryStatistics();

        // 100 * (1 - 0.15) - 25.5 and 100 * (1 + 0.15) + 25.5
        assertThat(values.getMin()).isBetween(59L, 65L);
        assertThat(values.getMax()).isBetween(135L, 141L);
    }

    @Test
    void sixteenBitsAreChangedWithinTheirWindow() {
        var window = new ValueWindow(1000, 3000, "by hand");
        byte[] samples = new byte[10];
        int[] values = {0, 1000, 2000, 2900, 65535};
        for (int i = 0; i < values.length; i++) {
            samples[2 * i] = (byte) values[i];
            samples[2 * i + 1] = (byte) (values[i] >> 8);
        }

        new IntensityMap(1, 1.2, 0.1, window).apply(samples, 2, 8);

        // The first is outside of the range, 1.2 * 0 + 200, 1.2 * 1000 + 200, cut, cut.
        int[] expected = {0, 1200, 2400, 3000, 3000};
        for (int i = 0; i < expected.length; i++) {
            assertThat(samples[2 * i] & 0xff | (samples[2 * i + 1] & 0xff) << 8).isEqualTo(expected[i]);
        }
    }

    /** The last bit of a power differs between processors; a sample may not. */
    @Test
    void everyLevelIsThatOfTheExactPower() {
        for (double gamma = 0.5; gamma <= 2; gamma += 0.01) {
            var map = new IntensityMap(gamma, 1.1, -0.03, null);
            for (int v = 0; v < 256; v++) {
                double level = 1.1 * (255 * StrictMath.pow(v / 255.0, gamma)) - 0.03 * 255;

                assertThat(changed(map, v)).isEqualTo((int) Math.max(0, Math.min(255, Math.round(level))));
            }
        }
    }

    private static int changed(IntensityMap map, int value) {
        byte[] samples = {(byte) value};
        map.apply(samples, 0, 1);
        return samples[0] & 0xFF;
    }
}
