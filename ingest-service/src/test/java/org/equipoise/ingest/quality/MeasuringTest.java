package org.equipoise.ingest.quality;

import java.util.Arrays;
import java.util.Random;

import org.equipoise.common.events.ImageMeasures;
import org.equipoise.common.events.ImageMeasures.Sides;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.ingest.TestImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MeasuringTest {

    /** A quarter 0, a quarter 255, a quarter 64, a quarter 192: two bits; mean 127.75, deviation by hand 96.62. */
    @Test
    void sharesEntropyMeanAndDeviationAreThoseOfTheFormulas() {
        int[] levels = {0, 255, 64, 192};
        byte[] samples = new byte[16 * 16];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) levels[(i + i / 16) % 4];
        }

        ImageMeasures measures = Measuring.of(new Pixels(16, 16, 1, samples));

        assertThat(measures.lowest()).isEqualTo(0.25);
        assertThat(measures.highest()).isEqualTo(0.25);
        assertThat(measures.entropy()).isEqualTo(2);
        assertThat(measures.mean()).isCloseTo(127.75 / 255, within(1e-4));
        assertThat(measures.deviation())
                .isCloseTo(
                        Math.sqrt((127.75 * 127.75 + 127.25 * 127.25 + 63.75 * 63.75 + 64.25 * 64.25) / 4) / 255,
                        within(1e-4));
    }

    /** A dead pixel at the top of 16 bits would make all others one dark value. */
    @Test
    void ofSixteenBitsAFewPixelsDoNotDecideTheRange() {
        short[] samples = new short[64 * 64];
        var random = new Random(1);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (1000 + random.nextInt(800));
        }
        ImageMeasures sound = Measuring.of(Pixels.ofShorts(64, 64, samples));
        samples[777] = (short) 65535;

        ImageMeasures broken = Measuring.of(Pixels.ofShorts(64, 64, samples));

        assertThat(sound.mean()).isCloseTo(0.5, within(0.02));
        assertThat(broken.mean()).isCloseTo(sound.mean(), within(0.01));
        assertThat(broken.entropy()).isCloseTo(sound.entropy(), within(0.05)).isGreaterThan(7.5);
        assertThat(broken.bars()).isNull();
    }

    /** Counts of a gamma camera: black rows are bars, not rows that repeat each other. */
    @Test
    void emptyRowsOfAnImageOfFewValuesAreBars() {
        short[] samples = new short[40 * 40];
        var random = new Random(2);
        for (int i = 8 * 40; i < 32 * 40; i++) {
            samples[i] = (short) random.nextInt(41);
        }

        ImageMeasures measures = Measuring.of(Pixels.ofShorts(40, 40, samples));

        assertThat(measures.bars()).isEqualTo(new Sides(0.2, 0, 0.2, 0));
        assertThat(measures.repeated()).isNull();
    }

    /** BT.601: 0.299 of red; a third of all samples is at the top, two thirds are at the bottom. */
    @Test
    void greyOfAnRgbImageIsItsLumaAndEverySampleCounts() {
        byte[] samples = new byte[8 * 8 * 3];
        for (int i = 0; i < samples.length; i += 3) {
            samples[i] = (byte) 255;
        }

        ImageMeasures measures = Measuring.of(new Pixels(8, 8, 3, samples));

        assertThat(measures.mean()).isCloseTo(76.0 / 255, within(1e-4));
        assertThat(measures.highest()).isCloseTo(1 / 3.0, within(1e-4));
        assertThat(measures.lowest()).isCloseTo(2 / 3.0, within(1e-4));
    }

    @Test
    void barsAreMeasuredOnEachSide() {
        Pixels noise = TestImages.noise(40, 20, 1, 7);

        // 4 of 28 rows above, 4 below; 10 of 50 columns at the left.
        Pixels framed = onto(50, 28, noise, 10, 4, 3);

        ImageMeasures measures = Measuring.of(framed);
        assertThat(measures.bars()).isEqualTo(new Sides(0.1429, 0, 0.1429, 0.2));
        assertThat(measures.repeated()).isNull();
        assertThat(Measuring.of(noise).bars()).isNull();
    }

    /** JPEG leaves a few grey levels of noise in a bar. */
    @Test
    void aBarMayBeALittleUneven() {
        Pixels noise = TestImages.noise(32, 32, 1, 7);
        byte[] samples = noise.samples();
        for (int i = 0; i < 4 * 32; i++) {
            samples[i] = (byte) (20 + i % 4);
        }

        Sides bars = Measuring.of(new Pixels(32, 32, 1, samples)).bars();

        assertThat(bars).isEqualTo(new Sides(0.125, 0, 0, 0));
    }

    @Test
    void rowsAndColumnsThatRepeatTheirNeighbourAreMeasuredOnEachSide() {
        Pixels noise = TestImages.noise(16, 16, 1, 9);
        byte[] samples = new byte[20 * 20];
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 20; x++) {
                int fromX = Math.min(15, Math.max(0, x - 1));
                int fromY = Math.min(15, Math.max(0, y - 3));
                samples[y * 20 + x] = (byte) noise.sample(fromX, fromY, 0);
            }
        }

        ImageMeasures measures = Measuring.of(new Pixels(20, 20, 1, samples));

        assertThat(measures.repeated()).isEqualTo(new Sides(0.15, 0.15, 0.05, 0.05));
        assertThat(measures.bars()).isNull();
    }

    @Test
    void theThumbnailOfAGradientRises() {
        byte[] samples = new byte[64 * 64];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i % 64 * 4);
        }

        assertThat(Measuring.of(new Pixels(64, 64, 1, samples)).thumbnail()).isEqualTo("02469bdf".repeat(8));
    }

    /** Areas of an image that was doubled have the same means. */
    @ParameterizedTest
    @ValueSource(ints = {8, 28, 31, 64, 100})
    void theSameImageInDoubleSizeHasTheSameHashAndThumbnail(int side) {
        Pixels small = TestImages.noise(side, side, 1, side);
        byte[] doubled = new byte[4 * side * side];
        for (int y = 0; y < 2 * side; y++) {
            for (int x = 0; x < 2 * side; x++) {
                doubled[y * 2 * side + x] = (byte) small.sample(x / 2, y / 2, 0);
            }
        }

        ImageMeasures measures = Measuring.of(new Pixels(2 * side, 2 * side, 1, doubled));

        assertThat(Long.bitCount(measures.hashBits() ^ Measuring.of(small).hashBits()))
                .isZero();
        assertThat(measures.thumbnail()).isEqualTo(Measuring.of(small).thumbnail());
    }

    /** By the definition of the transform, each coefficient for itself, on an image that needs no reducing. */
    @Test
    void theHashSaysWhichLowFrequenciesAreAboveTheirMedian() {
        Pixels image = TestImages.noise(32, 32, 1, 3);
        double[] coefficients = new double[64];
        for (int v = 0; v < 8; v++) {
            for (int u = 0; u < 8; u++) {
                for (int y = 0; y < 32; y++) {
                    for (int x = 0; x < 32; x++) {
                        coefficients[v * 8 + u] += image.sample(x, y, 0)
                                * Math.cos(Math.PI * (2 * x + 1) * u / 64)
                                * Math.cos(Math.PI * (2 * y + 1) * v / 64);
                    }
                }
            }
        }
        double[] sorted = coefficients.clone();
        Arrays.sort(sorted);
        var bits = new StringBuilder();
        for (double coefficient : coefficients) {
            bits.append(coefficient > (sorted[31] + sorted[32]) / 2 ? '1' : '0');
        }

        assertThat(Long.toBinaryString(Measuring.of(image).hashBits())).isEqualTo(bits.toString());
    }

    @Test
    void anImageOfOneRowOrColumnIsMeasured() {
        assertThat(Measuring.of(TestImages.noise(100, 1, 1, 1)).entropy()).isPositive();
        assertThat(Measuring.of(TestImages.noise(1, 100, 3, 1)).entropy()).isPositive();
    }

    private static Pixels onto(int width, int height, Pixels image, int left, int top, int level) {
        byte[] samples = new byte[width * height];
        Arrays.fill(samples, (byte) level);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                samples[(y + top) * width + x + left] = (byte) image.sample(x, y, 0);
            }
        }
        return new Pixels(width, height, 1, samples);
    }
}
