package org.equipoise.trainer.diagnosis;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.SplitPredictions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Images of 8 x 8 pixels, each of its number; the class is whether the number is odd. */
class SpreadTest {

    private static final InputShape SHAPE = new InputShape(8, 8, 1);

    @Test
    void imagesAreTakenFromAllPacks() {
        var spread = new Spread(InputFormat.bytes(SHAPE), 10, 4);
        spread.add(images(0, 3));
        spread.add(images(3, 1));
        spread.add(images(4, 6));

        assertThat(numbers(spread.images())).containsExactly(0, 2, 5, 7);
        assertThat(spread.images().labels()).containsExactly(0, 0, 1, 1);
    }

    @Test
    void fewImagesAreTakenAllOfThem() {
        assertThat(numbers(Spread.of(images(0, 3), 5))).containsExactly(0, 1, 2);
        assertThat(numbers(Spread.of(images(0, 6), 3))).containsExactly(0, 2, 4);
    }

    @Test
    void ofImagesWithinABoundOfBytesOneStaysAtLeast() {
        assertThat(numbers(Spread.within(images(0, 6), 3 * 64 + 63))).containsExactly(0, 2, 4);
        assertThat(numbers(Spread.within(images(0, 6), 6 * 64))).hasSize(6);
        assertThat(numbers(Spread.within(images(0, 6), 1))).containsExactly(0);
    }

    @Test
    void theAnswersAreThoseToTheImagesThatWereTaken() {
        var spread = new Spread(InputFormat.bytes(SHAPE), 4, 2);
        spread.add(images(0, 4));
        var answers = new SplitPredictions(
                2, new int[] {0, 1, 0, 1}, new float[] {0.1f, 0.9f, 0.2f, 0.8f, 0.3f, 0.7f, 0.4f, 0.6f});

        SplitPredictions taken = spread.of(answers);

        assertThat(taken.size()).isEqualTo(2);
        assertThat(taken.probability(1, 0)).isEqualTo(0.3f);
        assertThat(taken.label(1)).isZero();
    }

    private static int[] numbers(LabelledImages images) {
        int[] numbers = new int[images.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = images.pixels()[i * SHAPE.length()];
        }
        return numbers;
    }

    private static LabelledImages images(int first, int count) {
        byte[] pixels = new byte[count * SHAPE.length()];
        int[] labels = new int[count];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (first + i / SHAPE.length());
        }
        for (int i = 0; i < count; i++) {
            labels[i] = (first + i) % 2;
        }
        return new LabelledImages(SHAPE, pixels, labels);
    }
}
