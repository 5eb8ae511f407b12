package org.equipoise.trainer.diagnosis;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.training.LabelledImages;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Images of 8 x 8 pixels. */
class PreprocessingTest {

    private static final int SIDE = 8;
    private static final InputShape GREY = new InputShape(SIDE, SIDE, 1);
    private static final InputShape COLOUR = new InputShape(SIDE, SIDE, 3);

    @Test
    void samplesAreChangedAndStayWithinTheirRange() {
        assertThat(repeated("inverted", 0, 10, 200, 255)).containsExactly(255, 245, 55, 0);
        assertThat(repeated("multiplied by 4", 0, 10, 100, 255)).containsExactly(0, 40, 255, 255);
        assertThat(repeated("multiplied by 1/4", 0, 10, 100, 255)).containsExactly(0, 3, 25, 64);
        assertThat(repeated("darkened by 64", 0, 64, 100, 255)).containsExactly(0, 0, 36, 191);
        assertThat(repeated("stretched to the full range", 10, 20, 30, 30)).containsExactly(0, 128, 255, 255);
    }

    @Test
    void redAndBlueAreSwapped() {
        assertThat(changed("with red and blue swapped", COLOUR, i -> i)).startsWith(2, 1, 0, 5, 4, 3);
    }

    @Test
    void rowsAreMoved() {
        int[] upsideDown = changed("mirrored upside down", GREY, i -> i);
        int[] transposed = changed("with rows and columns swapped", GREY, i -> i);

        assertThat(upsideDown).startsWith(56, 57, 58).endsWith(5, 6, 7);
        assertThat(transposed).startsWith(0, 8, 16).endsWith(47, 55, 63);
    }

    /** Every row is 1 to 8. */
    @Test
    void aCropShowsTheMiddleAndPaddingPutsBlackAround() {
        IntUnaryOperator columns = i -> i % SIDE + 1;

        int[] cropped = changed("cropped to the middle three quarters", GREY, columns);
        int[] padded = changed("padded by a sixth on each side", GREY, columns);

        assertThat(Arrays.copyOfRange(cropped, 3 * SIDE, 4 * SIDE)).containsExactly(2, 3, 3, 4, 5, 6, 6, 7);
        assertThat(Arrays.copyOfRange(padded, 3 * SIDE, 4 * SIDE)).containsExactly(0, 1, 3, 4, 5, 7, 8, 0);
        assertThat(Arrays.copyOf(padded, SIDE)).containsOnly(0);
    }

    @Test
    void greyImagesHaveNoChannelsToSwap() {
        assertThat(Preprocessing.candidates(GREY))
                .extracting(Preprocessing::words)
                .doesNotContain("with red and blue swapped")
                .doesNotHaveDuplicates();
    }

    /** The first four samples of an image in which these four repeat. */
    private static int[] repeated(String words, int... four) {
        return Arrays.copyOf(changed(words, GREY, i -> four[i % 4]), 4);
    }

    private static int[] changed(String words, InputShape shape, IntUnaryOperator sample) {
        byte[] bytes = new byte[shape.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) sample.applyAsInt(i);
        }
        Preprocessing preprocessing = Preprocessing.candidates(shape).stream()
                .filter(candidate -> candidate.words().equals(words))
                .findFirst()
                .orElseThrow();
        byte[] after = preprocessing
                .of(new LabelledImages(shape, bytes, new int[] {0}))
                .pixels();
        int[] samples = new int[after.length];
        Arrays.setAll(samples, i -> after[i] & 0xff);
        return samples;
    }
}
