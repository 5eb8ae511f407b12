package org.equipoise.augment.intensity;

import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.imaging.ValueWindow;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IntensityMapTest {

    private static final AugmentationPolicy EXPOSURE = new AugmentationPolicy(false, false, 0, 0, 0, 0.15, 0.1);

    @Test
    void anIntensityIsMultipliedShiftedRoundedAndCut() {
        byte[] samples = {9, 0, 100, (byte) 200, (byte) 255, 9};

        new IntensityMap(1.2, 0.1, null).apply(samples, 1, 4);

        // 0 + 25.5, 120 + 25.5, 240 + 25.5 and 306 + 25.5 cut, the first and the last outside the range.
        assertThat(samples).containsExactly(9, 26, (byte) 146, (byte) 255, (byte) 255, 9);
    }

    @Test
    void aDarkenedBlackStaysBlack() {
        byte[] samples = {0, 10, 100};

        new IntensityMap(0.9, -0.1, null).apply(samples, 0, 3);

        assertThat(samples).containsExactly(0, 0, 65);
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

        new IntensityMap(1.2, 0.1, window).apply(samples, 2, 8);

        // The first is outside of the range, 1.2 * 0 + 200, 1.2 * 1000 + 200, cut, cut.
        int[] expected = {0, 1200, 2400, 3000, 3000};
        for (int i = 0; i < expected.length; i++) {
            assertThat(samples[2 * i] & 0xff | (samples[2 * i + 1] & 0xff) << 8).isEqualTo(expected[i]);
        }
    }

    private static int changed(IntensityMap map, int value) {
        byte[] samples = {(byte) value};
        map.apply(samples, 0, 1);
        return samples[0] & 0xFF;
    }
}
