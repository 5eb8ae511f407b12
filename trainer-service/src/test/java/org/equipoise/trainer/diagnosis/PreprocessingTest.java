package org.equipoise.trainer.diagnosis;

import java.util.Arrays;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.training.LabelledImages;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PreprocessingTest {

    private static final InputShape GREY = new InputShape(2, 2, 1);
    private static final InputShape COLOUR = new InputShape(1, 1, 3);

    @Test
    void samplesAreChangedAndStayWithinTheirRange() {
        assertThat(changed("inverted", GREY, 0, 10, 200, 255)).containsExactly(255, 245, 55, 0);
        assertThat(changed("multiplied by 4", GREY, 0, 10, 100, 255)).containsExactly(0, 40, 255, 255);
        assertThat(changed("multiplied by 1/4", GREY, 0, 10, 100, 255)).containsExactly(0, 3, 25, 64);
        assertThat(changed("darkened by 64", GREY, 0, 64, 100, 255)).containsExactly(0, 0, 36, 191);
        assertThat(changed("stretched to the full range", GREY, 10, 20, 30, 30)).containsExactly(0, 128, 255, 255);
    }

    @Test
    void samplesAreMoved() {
        assertThat(changed("with red and blue swapped", COLOUR, 1, 2, 3)).containsExactly(3, 2, 1);
        assertThat(changed("mirrored upside down", GREY, 1, 2, 3, 4)).containsExactly(3, 4, 1, 2);
        assertThat(changed("with rows and columns swapped", GREY, 1, 2, 3, 4)).containsExactly(1, 3, 2, 4);
    }

    @Test
    void aCropShowsTheMiddleAndPaddingPutsBlackAround() {
        InputShape eight = new InputShape(8, 1, 1);

        assertThat(changed("cropped to the middle three quarters", eight, 1, 2, 3, 4, 5, 6, 7, 8))
                .containsExactly(2, 3, 3, 4, 5, 6, 6, 7);
        assertThat(changed("padded by a sixth on each side", eight, 1, 2, 3, 4, 5, 6, 7, 8))
                .containsExactly(0, 1, 3, 4, 5, 6, 8, 0);
    }

    /** Two inversions are none, and so is a swap of channels twice. */
    @Test
    void greyImagesHaveNoChannelsToSwap() {
        assertThat(Preprocessing.candidates(GREY))
                .extracting(Preprocessing::words)
                .doesNotContain("with red and blue swapped")
                .doesNotHaveDuplicates();
    }

    private static int[] changed(String words, InputShape shape, int... pixels) {
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            bytes[i] = (byte) pixels[i];
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
