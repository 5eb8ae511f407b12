package org.equipoise.trainer.modelcard;

import java.util.Arrays;
import java.util.Collections;

import org.equipoise.common.imaging.Pixels;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PairSheetTest {

    /** 64 pixels are shown twice as large: a pair is 128 + 2 + 128 wide, and two pairs have 12 between them. */
    @Test
    void twoPairsAreInARow() {
        Pixels sheet = PairSheet.of(Collections.nCopies(3, new PairSheet.Pair(grey(64, 10), grey(64, 200))));

        assertThat(sheet.width()).isEqualTo(2 * 258 + 12);
        assertThat(sheet.height()).isEqualTo(2 * 128 + 2);
        assertThat(sheet.sample(127, 0, 0)).as("the left one").isEqualTo(10);
        assertThat(sheet.sample(128, 0, 0)).as("between the two").isEqualTo(128);
        assertThat(sheet.sample(130, 127, 0)).as("the right one").isEqualTo(200);
        assertThat(sheet.sample(258, 0, 0)).as("between pairs").isEqualTo(128);
        assertThat(sheet.sample(270, 0, 0)).as("the second pair").isEqualTo(10);
        assertThat(sheet.sample(0, 130, 0)).as("the third pair").isEqualTo(10);
        assertThat(sheet.sample(270, 130, 0)).as("there is no fourth").isEqualTo(128);
    }

    @Test
    void aSinglePairHasNoRoomBesideIt() {
        assertThat(PairSheet.of(Collections.nCopies(1, new PairSheet.Pair(grey(64, 1), grey(64, 2))))
                        .width())
                .isEqualTo(258);
    }

    /** Of 256 pixels two by two become one, their mean: 0 and 100 in turn are 50. */
    @Test
    void largePicturesAreAveraged() {
        byte[] columns = new byte[256 * 256];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = (byte) (i % 2 * 100);
        }
        var picture = new Pixels(256, 256, 1, columns);

        Pixels sheet = PairSheet.of(Collections.nCopies(1, new PairSheet.Pair(picture, picture)));

        assertThat(sheet.height()).isEqualTo(128);
        assertThat(sheet.sample(0, 0, 0)).isEqualTo(50);
        assertThat(sheet.sample(127, 127, 0)).isEqualTo(50);
    }

    private static Pixels grey(int side, int level) {
        byte[] samples = new byte[side * side];
        Arrays.fill(samples, (byte) level);
        return new Pixels(side, side, 1, samples);
    }
}
