package org.equipoise.common.imaging;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FitTest {

    private static final InputShape SQUARE = new InputShape(8, 8, 1);

    @Test
    void paddingRepeatsTheOutermostRowsOfAWideImage() {
        Pixels fitted = Preprocessing.fit(columns(16, 8), SQUARE, Fit.PAD);

        // Shrunk to 8 x 4 it lies in rows 2 to 5.
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                int inside = Math.max(2, Math.min(5, y));
                assertThat(fitted.sample(x, y, 0)).isEqualTo(fitted.sample(x, inside, 0));
            }
        }
        assertThat(fitted.sample(0, 0, 0)).isLessThan(fitted.sample(7, 0, 0));
        assertThat(row(fitted, 3)).containsExactly(row(Preprocessing.fit(columns(16, 8), new InputShape(8, 8, 1)), 3));
    }

    @Test
    void paddingRepeatsTheOutermostColumnsOfATallImage() {
        byte[] samples = new byte[8 * 24];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i % 8 < 4 ? 10 : 200);
        }

        Pixels fitted = Preprocessing.fit(new Pixels(8, 24, 1, samples), new InputShape(24, 24, 1), Fit.PAD);

        assertThat(row(fitted, 5))
                .containsExactly(
                        10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 200, 200, 200, 200, 200, 200, 200, 200, 200,
                        200, 200, 200);
    }

    @Test
    void croppingTakesTheMiddle() {
        assertThat(row(Preprocessing.fit(columns(16, 8), SQUARE, Fit.CROP), 0))
                .containsExactly(4, 5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void croppingAnOddRestLeavesTheLargerSideAtTheEnd() {
        assertThat(row(Preprocessing.fit(columns(11, 8), SQUARE, Fit.CROP), 7)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void aCircleStaysRoundUnlessItIsStretched() {
        Pixels circle = disc(160, 80, 30);

        assertThat(aspect(Preprocessing.fit(circle, new InputShape(64, 64, 1), Fit.PAD)))
                .isBetween(0.9, 1.1);
        assertThat(aspect(Preprocessing.fit(circle, new InputShape(64, 64, 1), Fit.CROP)))
                .isBetween(0.9, 1.1);
        assertThat(aspect(Preprocessing.fit(circle, new InputShape(64, 64, 1), Fit.STRETCH)))
                .isLessThan(0.6);
    }

    @ParameterizedTest
    @EnumSource(Fit.class)
    void anImageOfTheInputsAspectComesOutTheSame(Fit fit) {
        Pixels image = noise(48, 36);

        assertThat(Preprocessing.fit(image, new InputShape(16, 12, 1), fit))
                .isEqualTo(Preprocessing.fit(image, new InputShape(16, 12, 1)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 300", "300, 1", "7, 9", "640, 480", "8, 8", "513, 2"})
    void anyImageCanBeFittedInAnyWay(int width, int height) {
        for (Fit fit : Fit.values()) {
            for (InputShape shape : new InputShape[] {SQUARE, new InputShape(20, 9, 3), new InputShape(9, 20, 1)}) {
                Pixels fitted = Preprocessing.fit(noise(width, height), shape, fit);

                assertThat(new InputFormat(shape, null, fit).fits(fitted)).isTrue();
            }
        }
    }

    @Test
    void samplesOf16BitsArePaddedWithTheirOwnEdge() {
        short[] samples = new short[16 * 8];
        java.util.Arrays.fill(samples, (short) 31_000);

        Pixels fitted = Preprocessing.fit(Pixels.ofShorts(16, 8, samples), SQUARE, Fit.PAD);

        assertThat(fitted.bits()).isEqualTo(16);
        for (int i = 0; i < fitted.length(); i++) {
            assertThat(fitted.sample(i)).isEqualTo(31_000);
        }
    }

    @Test
    void formatsThatFitOtherwiseAreNotFedTheSame() {
        var stretched = InputFormat.of(SQUARE, null, null);

        assertThat(stretched).isEqualTo(InputFormat.bytes(SQUARE));
        assertThat(stretched.saidFit()).isNull();
        assertThat(InputFormat.of(SQUARE, null, Fit.PAD).saidFit()).isEqualTo(Fit.PAD);
        assertThat(stretched.sees(InputFormat.of(SQUARE, null, Fit.PAD))).isFalse();
        assertThat(stretched.sees(InputFormat.of(SQUARE, null, Fit.STRETCH))).isTrue();
    }

    @Test
    void anUnknownFitIsRefusedWithThoseThatThereAre() {
        assertThat(Fit.of("crop")).isEqualTo(Fit.CROP);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fit.of("squeeze"))
                .withMessage("fit must be stretch, pad, crop, got squeeze");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fit.of("x".repeat(1000)))
                .withMessageEndingWith("got " + "x".repeat(20) + "...");
    }

    private static double aspect(Pixels image) {
        int left = 1000;
        int right = -1;
        int top = 1000;
        int bottom = -1;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                if (image.sample(x, y, 0) > 127) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        return (right - left + 1) / (double) (bottom - top + 1);
    }

    private static Pixels disc(int width, int height, int radius) {
        byte[] samples = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                samples[y * width + x] = (byte) (Math.hypot(x - width / 2.0, y - height / 2.0) < radius ? 255 : 0);
            }
        }
        return new Pixels(width, height, 1, samples);
    }

    private static int[] row(Pixels image, int y) {
        int[] row = new int[image.width()];
        for (int x = 0; x < row.length; x++) {
            row[x] = image.sample(x, y, 0);
        }
        return row;
    }

    /** Every column has its number. */
    private static Pixels columns(int width, int height) {
        byte[] samples = new byte[width * height];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i % width);
        }
        return new Pixels(width, height, 1, samples);
    }

    private static Pixels noise(int width, int height) {
        byte[] samples = new byte[width * height];
        new Random(5).nextBytes(samples);
        return new Pixels(width, height, 1, samples);
    }
}
