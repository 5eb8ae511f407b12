package org.equipoise.augment.preview;

import java.util.Arrays;
import java.util.List;

import org.equipoise.augment.packs.PackFixture;
import org.equipoise.augment.packs.TrainingSplit;
import org.equipoise.augment.packs.TrainingSplits;
import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ContactSheetTest {

    /** Images of 8 pixels are shown 14 times as large. */
    private static final int CELL = 8 * 14 + ContactSheet.GAP;

    @Test
    void aRowIsAnImageAndItsCopies() {
        TrainingSplit split = constantImages(0, 1, 1);

        Pixels sheet = new ContactSheet(2, 3, 1).of(split, null, "");

        assertThat(sheet.width()).isEqualTo(4 * CELL - ContactSheet.GAP);
        assertThat(sheet.height()).isEqualTo(2 * CELL - ContactSheet.GAP);
        for (int row = 0; row < 2; row++) {
            int original = sheet.sample(0, row * CELL, 0);
            assertThat(original).isIn(10, 20, 30);
            for (int column = 1; column <= 3; column++) {
                assertThat(sheet.sample(column * CELL + 111, row * CELL + 111, 0))
                        .isEqualTo(original);
            }
            assertThat(sheet.sample(112, row * CELL, 0))
                    .as("between two images")
                    .isEqualTo(128);
        }
        assertThat(sheet.sample(0, 0, 0)).as("of both classes").isNotEqualTo(sheet.sample(0, CELL, 0));
    }

    @Test
    void copiesAreWhatThePolicyMakesAndTheOriginalStays() {
        TrainingSplit split = randomImages(4, false);

        Pixels still = new ContactSheet(3, 2, 1).of(split, null, "");
        Pixels moved = new ContactSheet(3, 2, 1).of(split, null, "rotationDegrees=90, noiseFraction=0.1");

        assertThat(column(moved, 0)).isEqualTo(column(still, 0));
        assertThat(column(still, 1)).isEqualTo(column(still, 0));
        assertThat(column(moved, 1)).isNotEqualTo(column(still, 1)).isNotEqualTo(column(moved, 2));
        assertThat(new ContactSheet(3, 2, 1).of(split, null, "rotationDegrees=90,noiseFraction=0.1"))
                .isEqualTo(moved);
        assertThat(new ContactSheet(3, 2, 2).of(split, null, "rotationDegrees=90,noiseFraction=0.1"))
                .isNotEqualTo(moved);
    }

    @Test
    void sixteenBitsAreShownThroughTheirWindow() {
        TrainingSplit split = randomImages(2, true);

        Pixels sheet =
                new ContactSheet(2, 1, 1).of(split, new ValueWindow(1000, 50_000, "by hand"), "gainFraction=0.2");

        assertThat(sheet.bits()).isEqualTo(8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContactSheet(2, 1, 1).of(split, null, ""))
                .withMessage("the images have samples of 16 bits, which are seen through a window: give it");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ContactSheet(2, 1, 1).of(randomImages(2, false), new ValueWindow(0, 255, "by hand"), ""))
                .withMessage("the images have samples of 8 bits, which are seen without a window");
    }

    @Test
    void aSheetIsBounded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContactSheet(17, 1, 1))
                .withMessageContaining("1 to 16 images");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContactSheet(1, 13, 1))
                .withMessageContaining("1 to 12 copies");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContactSheet(16, 12, 1).of(largeImages(), null, ""))
                .withMessageContaining("more than 4000000; ask for fewer");
    }

    /** Columns of 0 and of 100 in turn: squares of two pixels have a mean of 50. */
    @Test
    void largeImagesAreShownAsTheMeansOfSquares() {
        Pixels sheet = new ContactSheet(6, 6, 1).of(largeImages(), null, "");

        assertThat(sheet.width()).isEqualTo(7 * 258 - 2);
        assertThat(sheet.height()).isEqualTo(6 * 258 - 2);
        for (int i = 0; i < 256; i++) {
            assertThat(sheet.sample(i, i, 0)).isEqualTo(50);
        }
        assertThat(sheet.sample(256, 0, 0)).as("between two images").isEqualTo(128);
    }

    @Test
    void aPolicyThatCannotBeReadIsRefused() {
        for (String wrong : List.of("swirl=1", ",", "rotationDegrees", "zoomFraction=0.1=2")) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> WrittenPolicy.parse(wrong));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WrittenPolicy.parse("swirl=1"))
                .withMessageContaining("a transform must be one of horizontalFlip,")
                .withMessageContaining("got something else of 5 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WrittenPolicy.parse("rotationDegrees=181"))
                .withMessage("rotationDegrees must be in [0, 180.0], got 181.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WrittenPolicy.parse("verticalFlip=1"))
                .withMessageContaining("verticalFlip must be true or false");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WrittenPolicy.parse("zoomFraction=0.1,zoomFraction=0.2"))
                .withMessageContaining("must be written once");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WrittenPolicy.parse("zoomFraction=much"))
                .withMessageContaining("zoomFraction must be a number in [0, 0.5]");
    }

    private static byte[] column(Pixels sheet, int column) {
        byte[] samples = new byte[112 * sheet.height()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) sheet.sample(column * CELL + i % 112, i / 112, 0);
        }
        return samples;
    }

    private static TrainingSplit constantImages(int... labels) {
        var store = new InMemoryObjectStore();
        PackFixture.write(store, "chest", "v1", 0, 8, labels);
        return new TrainingSplits(store, 1 << 20).get("chest", "v1");
    }

    private static TrainingSplit randomImages(int n, boolean deep) {
        var store = new InMemoryObjectStore();
        byte[] images = new byte[n * 64 * (deep ? 2 : 1)];
        new SplitMix64(3).nextBytes(images);
        int[] labels = new int[n];
        Arrays.setAll(labels, i -> i % 2);
        NpyArray array = deep ? NpyArray.ofUnsignedShorts(images, n, 8, 8, 1) : NpyArray.ofBytes(images, n, 8, 8, 1);
        PackFixture.write(store, "chest", "v1", 0, array, labels);
        return new TrainingSplits(store, 1 << 20).get("chest", "v1");
    }

    private static TrainingSplit largeImages() {
        var store = new InMemoryObjectStore();
        int[] labels = new int[16];
        byte[] images = new byte[16 * 512 * 512];
        for (int i = 1; i < images.length; i += 2) {
            images[i] = 100;
        }
        PackFixture.write(store, "chest", "v1", 0, NpyArray.ofBytes(images, 16, 512, 512, 1), labels);
        return new TrainingSplits(store, 1 << 26).get("chest", "v1");
    }
}
