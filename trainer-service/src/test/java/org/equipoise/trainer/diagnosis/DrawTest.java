package org.equipoise.trainer.diagnosis;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.Shard;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Ten images, each of its number; the last two are of class 1. */
class DrawTest {

    private static final InputShape SHAPE = new InputShape(8, 8, 1);
    private static final LabelledImages IMAGES = images();

    @Test
    void aMixedDrawTakesEveryImageOnceBeforeAnyTwice() {
        Shard all = Draw.mixed(IMAGES, 2, 5, 3).batch(0, 10);

        assertThat(sorted(all)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(pixels(all)).isNotEqualTo(IntStream.range(0, 10).toArray());
        assertThat(all.weights()).containsOnly(1f);
    }

    @Test
    void aBalancedDrawTakesTheClassesInTurn() {
        Shard all = Draw.balanced(IMAGES, 3, 2, 5, 3).batch(0, 10);

        assertThat(all.labels()).containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        assertThat(Arrays.stream(pixels(all)).filter(p -> p < 8)).doesNotHaveDuplicates();
    }

    @Test
    void theSameSeedDrawsTheSame() {
        assertThat(pixels(Draw.mixed(IMAGES, 4, 5, 3).batch(5, 15)))
                .isEqualTo(pixels(Draw.mixed(IMAGES, 4, 5, 3).batch(5, 15)));
    }

    private static int[] sorted(Shard shard) {
        return Arrays.stream(pixels(shard)).sorted().toArray();
    }

    private static int[] pixels(Shard shard) {
        return IntStream.range(0, shard.size())
                .map(i -> shard.pixels()[i * SHAPE.length()])
                .toArray();
    }

    private static LabelledImages images() {
        byte[] pixels = new byte[10 * SHAPE.length()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / SHAPE.length());
        }
        return new LabelledImages(SHAPE, pixels, new int[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 1});
    }
}
