package org.equipoise.bench.quality;

import java.util.Arrays;

import org.equipoise.common.imaging.Pixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeviceChangeTest {

    /** Left half 50, right half 200. */
    private static final Pixels EDGE = edge();

    @ParameterizedTest
    @EnumSource
    void aChangeIsTheSameEachTimeAndLeavesWhatItIsGivenAlone(DeviceChange change) {
        Pixels once = change.of(EDGE, 1, 3);

        assertThat(change.of(EDGE, 1, 3)).isEqualTo(once);
        assertThat(EDGE).isEqualTo(edge());
        assertThat(once.equals(EDGE)).isEqualTo(change == DeviceChange.NONE);
    }

    @Test
    void aGainIsAFactorAndAGammaAPowerOfTheIntensity() {
        assertThat(DeviceChange.GAIN.of(EDGE, 1, 0).sample(0, 0, 0)).isEqualTo(40);
        assertThat(DeviceChange.MORE_GAIN.of(EDGE, 1, 0).sample(39, 0, 0)).isEqualTo(120);
        // By hand: 255 * (50 / 255)^2 = 9.8
        assertThat(DeviceChange.MORE_GAMMA.of(EDGE, 1, 0).sample(0, 0, 0)).isEqualTo(10);
    }

    @Test
    void aCropKeepsTheMiddleAndPushesTheOutsideOut() {
        byte[] samples = new byte[40 * 40];
        // A frame of one pixel.
        for (int i = 0; i < 40; i++) {
            samples[i] = samples[39 * 40 + i] = samples[i * 40] = samples[i * 40 + 39] = (byte) 255;
        }
        samples[20 * 40 + 20] = (byte) 200;

        Pixels cropped = DeviceChange.CROP.of(new Pixels(40, 40, 1, samples), 1, 0);

        assertThat(cropped.sample(0, 0, 0)).isZero();
        assertThat(cropped.sample(20, 20, 0)).isGreaterThan(100);
    }

    @Test
    void noiseIsAnotherForEachImageAndSeedAndAsStrongAsItsRowSays() {
        Pixels noisy = DeviceChange.MORE_NOISE.of(EDGE, 1, 0);

        assertThat(noisy).isNotEqualTo(DeviceChange.MORE_NOISE.of(EDGE, 1, 1));
        assertThat(noisy).isNotEqualTo(DeviceChange.MORE_NOISE.of(EDGE, 2, 0));
        double squares = 0;
        for (int i = 0; i < EDGE.length(); i++) {
            squares += Math.pow(noisy.sample(i) - EDGE.sample(i), 2);
        }
        assertThat(Math.sqrt(squares / EDGE.length()) / 255).isBetween(0.055, 0.065);
    }

    @Test
    void twiceTheBlurSpreadsAnEdgeFurther() {
        // Three pixels left of the edge.
        assertThat(DeviceChange.MORE_BLUR.of(EDGE, 1, 0).sample(17, 20, 0))
                .isGreaterThan(DeviceChange.BLUR.of(EDGE, 1, 0).sample(17, 20, 0));
    }

    private static Pixels edge() {
        byte[] samples = new byte[40 * 40];
        for (int y = 0; y < 40; y++) {
            Arrays.fill(samples, y * 40, y * 40 + 20, (byte) 50);
            Arrays.fill(samples, y * 40 + 20, y * 40 + 40, (byte) 200);
        }
        return new Pixels(40, 40, 1, samples);
    }
}
