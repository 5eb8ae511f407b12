package org.equipoise.trainer.training;

import java.util.Arrays;
import java.util.List;

import org.equipoise.common.imaging.InputShape;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClassTurnsTest {

    @Test
    void evenClassesComeInTurnAndRareImagesComeAgain() {
        assertThat(ClassTurns.order(new int[] {0, 0, 0, 1, 0, 1, 0}, List.of(0.5, 0.5)))
                .containsExactly(0, 3, 1, 5, 2, 3, 4);
    }

    /** By hand: behind are .75 and .25; .5 and .5; .25 and .75; 1 and 0; then it begins anew. */
    @Test
    void aClassOfThreeQuartersHasThreeOfFourPlaces() {
        assertThat(ClassTurns.order(new int[] {1, 0, 1, 0, 0, 0, 1, 0}, List.of(0.75, 0.25)))
                .containsExactly(1, 3, 0, 4, 5, 7, 2, 1);
    }

    @Test
    void sharesCountUpToAFactor() {
        int[] labels = {0, 1, 2, 0, 0, 1, 2, 2, 2, 0};

        assertThat(ClassTurns.order(labels, List.of(5.0, 3.0, 2.0)))
                .isEqualTo(ClassTurns.order(labels, List.of(0.5, 0.3, 0.2)));
    }

    /** Otherwise a shard without a rare class could not be ordered at all. */
    @Test
    void aClassWithoutAnImageIsLeftOut() {
        assertThat(ClassTurns.order(new int[] {2, 0, 0, 0}, List.of(0.25, 0.5, 0.25)))
                .containsExactly(1, 0, 2, 0);
        assertThat(ClassTurns.order(new int[] {1, 1}, List.of(0.5, 0.5))).containsExactly(0, 1);
    }

    @Test
    void everyStretchHasTheSharesToWithinAnImage() {
        int[] labels = new int[1000];
        for (int i = 0; i < 20; i++) {
            labels[50 * i] = 1;
        }

        int[] order = ClassTurns.order(labels, List.of(0.7, 0.3));

        int second = 0;
        for (int place = 0; place < order.length; place++) {
            second += labels[order[place]];
            assertThat((double) second).isBetween(0.3 * (place + 1) - 1, 0.3 * (place + 1) + 1);
        }
    }

    @Test
    void aShardInAnotherOrderTakesItsPixelsAndWeightsAlong() {
        var shape = new InputShape(8, 8, 1);
        byte[] pixels = new byte[3 * 64];
        Arrays.fill(pixels, 64, 128, (byte) 1);
        Arrays.fill(pixels, 128, 192, (byte) 2);
        var shard = new Shard(shape, pixels, new int[] {0, 1, 0}, new float[] {1, 7, 2});

        Shard ordered = shard.of(new int[] {1, 2, 1, 0});

        assertThat(ordered.labels()).containsExactly(1, 0, 1, 0);
        assertThat(ordered.weights()).containsExactly(7, 2, 7, 1);
        for (int i = 0; i < 4; i++) {
            assertThat(Arrays.copyOfRange(ordered.pixels(), 64 * i, 64 * (i + 1)))
                    .containsOnly(List.of(1, 2, 1, 0).get(i));
        }
    }
}
