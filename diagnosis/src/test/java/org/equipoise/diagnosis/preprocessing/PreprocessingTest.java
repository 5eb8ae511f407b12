package org.equipoise.diagnosis.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Images of 8 x 8 pixels. */
class PreprocessingTest {

    private static final int SIDE = 8;
    private static final InputShape GREY = new InputShape(SIDE, SIDE, 1);
    private static final InputShape COLOUR = new InputShape(SIDE, SIDE, 3);

    /** What goes beyond 0..255 is for whoever feeds bytes to bring back. */
    @Test
    void samplesAreChanged() {
        assertThat(repeated(Preprocessing.NONE.with(true), 0, 10, 200, 255)).containsExactly(255, 245, 55, 0);
        assertThat(repeated(change("*4"), 0, 10, 100, 255)).containsExactly(0, 40, 400, 1020);
        assertThat(repeated(change("*1/4"), 0, 10, 100, 255)).containsExactly(0, 2.5f, 25, 63.75f);
        assertThat(repeated(change("-64"), 0, 64, 100, 255)).containsExactly(-64, 0, 36, 191);
        assertThat(repeated(change("stretched"), 10, 20, 30, 30)).containsExactly(0, 127.5f, 255, 255);
    }

    @Test
    void rangesInUseAreWhatTheyAreCalled() {
        assertThat(repeated(input("none"), 0, 51, 255, 0)).containsExactly(0, 51, 255, 0);
        assertThat(repeated(input("1/255"), 0, 51, 255, 0)).containsExactly(0, 0.2f, 1, 0);
        assertThat(repeated(input("-1..1"), 0, 51, 255, 0)).containsExactly(-1, -0.6f, 1, -1);
        assertThat(repeated(input("standardised"), 100, 200, 100, 200)).containsExactly(-1, 1, -1, 1);
    }

    /** By channel: mean 0.485, 0.456, 0.406 and deviation 0.229, 0.224, 0.225 of samples in 0..1. */
    @Test
    void meansAndDeviationsAreThoseOfTheChannel() {
        float[] black = Catalogue.inputs(COLOUR, List.of())
                .named("imagenet")
                .map(Preprocessing.NONE::with)
                .orElseThrow()
                .of(image(COLOUR, i -> 0), COLOUR);

        assertThat(Arrays.copyOf(black, 3))
                .containsExactly(-0.485f / 0.229f, (float) (-0.456 / 0.224), -0.406f / 0.225f);
    }

    @Test
    void meansOfTheImagesThemselvesAreCounted() {
        Pixels dark = image(GREY, i -> 51);
        Pixels bright = image(GREY, i -> 153);

        Values values = Values.ofImages(List.of(new LabelledPixels(dark, 0), new LabelledPixels(bright, 1)), GREY);

        assertThat(values.code()).isEqualTo("(x / 255.0 - 0.4) / 0.2");
        assertThat(Preprocessing.NONE.with(values).of(bright, GREY)[0]).isEqualTo(1f);
    }

    @Test
    void redAndBlueAreSwapped() {
        assertThat(changed(Preprocessing.NONE.with(ChannelOrder.BGR), COLOUR, i -> i))
                .startsWith(2, 1, 0, 5, 4, 3);
    }

    /** All red samples first: of samples numbered as they lie, every third. */
    @Test
    void channelsFirstPutsPlanesOneAfterTheOther() {
        assertThat(changed(Preprocessing.NONE.with(ChannelOrder.PLANES), COLOUR, i -> i))
                .startsWith(0, 3, 6, 9)
                .endsWith(185, 188, 191);
    }

    @Test
    void rowsAreMoved() {
        float[] upsideDown = changed(Preprocessing.NONE.with(Geometry.UPSIDE_DOWN), GREY, i -> i);
        float[] mirrored = changed(Preprocessing.NONE.with(Geometry.MIRRORED), GREY, i -> i);
        float[] transposed = changed(Preprocessing.NONE.with(Geometry.ROWS_AND_COLUMNS_SWAPPED), GREY, i -> i);

        assertThat(upsideDown).startsWith(56, 57, 58).endsWith(5, 6, 7);
        assertThat(mirrored).startsWith(7, 6, 5).endsWith(58, 57, 56);
        assertThat(transposed).startsWith(0, 8, 16).endsWith(47, 55, 63);
    }

    /** Every row is 1 to 8. */
    @Test
    void aCropShowsTheMiddleAndPaddingPutsBlackAround() {
        IntUnaryOperator columns = i -> i % SIDE + 1;

        float[] cropped = changed(Preprocessing.NONE.with(Geometry.MIDDLE_THREE_QUARTERS), GREY, columns);
        float[] padded = changed(Preprocessing.NONE.with(Geometry.PADDED_BY_A_SIXTH), GREY, columns);

        assertThat(Arrays.copyOfRange(cropped, 3 * SIDE, 4 * SIDE)).containsExactly(2, 3, 3, 4, 5, 6, 6, 7);
        assertThat(Arrays.copyOfRange(padded, 3 * SIDE, 4 * SIDE)).containsExactly(0, 1, 3, 4, 5, 6, 8, 2);
        assertThat(Arrays.copyOf(padded, SIDE)).containsExactly(0, 0, 1, 1, 1, 2, 2, 1);
    }

    /** 16 wide and 8 high, every row 1 to 16: black above and below, or only the middle half of it. */
    @Test
    void theAspectIsKeptByPaddingOrByCropping() {
        Pixels wide = new Pixels(16, 8, 1, bytes(128, i -> 100));
        Pixels columns = new Pixels(16, 8, 1, bytes(128, i -> i % 16 + 1));

        float[] padded = Preprocessing.NONE.with(Geometry.ASPECT_PADDED).of(wide, GREY);
        float[] cropped = Preprocessing.NONE.with(Geometry.ASPECT_CROPPED).of(columns, GREY);

        assertThat(padded[0]).isZero();
        assertThat(padded[4 * SIDE]).isEqualTo(100);
        assertThat(Arrays.copyOf(cropped, SIDE)).containsExactly(5, 6, 7, 8, 9, 10, 11, 12);
    }

    @Test
    void greyImagesHaveNoChannelsToSwap() {
        assertThat(Catalogue.changes(GREY).near(Preprocessing.NONE))
                .extracting(Preprocessing::words)
                .doesNotContain("with red and blue swapped")
                .doesNotHaveDuplicates();
    }

    @Test
    void aDifferenceIsSaidFromBothSidesAndGivesLinesToPaste() {
        Preprocessing expected = new Preprocessing(Geometry.ASPECT_PADDED, false, ChannelOrder.BGR, Values.UNIT);

        assertThat(expected.instead(Preprocessing.NONE))
                .isEqualTo("expects [0, 1] and gets [0, 255], expects BGR and gets RGB, expects the images resized with"
                        + " kept aspect, black beside them and gets them stretched to the input's sides");
        assertThat(expected.code())
                .containsExactly("x = resize_with_pad(x, height, width)", "x = x[..., ::-1]", "x = x / 255.0");
    }

    private static Preprocessing change(String name) {
        return Catalogue.changes(GREY).named(name).map(Preprocessing.NONE::with).orElseThrow();
    }

    private static Preprocessing input(String name) {
        return Catalogue.inputs(GREY, List.of())
                .named(name)
                .map(Preprocessing.NONE::with)
                .orElseThrow();
    }

    /** The first four samples of an image in which these four repeat. */
    private static float[] repeated(Preprocessing preprocessing, int... four) {
        return Arrays.copyOf(changed(preprocessing, GREY, i -> four[i % 4]), 4);
    }

    private static float[] changed(Preprocessing preprocessing, InputShape shape, IntUnaryOperator sample) {
        return preprocessing.of(image(shape, sample), shape);
    }

    private static Pixels image(InputShape shape, IntUnaryOperator sample) {
        return new Pixels(shape.width(), shape.height(), shape.channels(), bytes(shape.length(), sample));
    }

    private static byte[] bytes(int length, IntUnaryOperator sample) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) sample.applyAsInt(i);
        }
        return bytes;
    }
}
