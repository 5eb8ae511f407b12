package org.equipoise.common.imaging;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PixelsTest {

    @Test
    void samplesLieInRowsWithChannelsInterleaved() {
        var pixels = new Pixels(2, 1, 3, new byte[] {1, 2, 3, 4, 5, (byte) 250});

        assertThat(pixels.sample(0, 0, 2)).isEqualTo(3);
        assertThat(pixels.sample(1, 0, 2)).isEqualTo(250);
        assertThat(pixels.length()).isEqualTo(6);
        assertThat(pixels).hasToString("2x1x3");
    }

    @Test
    void nobodyCanChangeThemFromOutside() {
        byte[] given = {1, 2, 3, 4};
        var pixels = new Pixels(2, 2, 1, given);

        given[0] = 99;
        pixels.samples()[1] = 99;

        assertThat(pixels.samples()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void copiesIntoALargerArray() {
        byte[] target = new byte[6];

        new Pixels(2, 1, 1, new byte[] {7, 8}).copyTo(target, 3);

        assertThat(target).containsExactly(0, 0, 0, 7, 8, 0);
    }

    @Test
    void equalSamplesOfAnotherShapeAreNotEqual() {
        byte[] samples = {1, 2, 3, 4, 5, 6};

        assertThat(new Pixels(3, 2, 1, samples))
                .isEqualTo(new Pixels(3, 2, 1, samples))
                .isNotEqualTo(new Pixels(2, 3, 1, samples))
                .isNotEqualTo(new Pixels(2, 1, 3, samples));
    }

    @Test
    void greySamplesMayHaveSixteenBits() {
        var pixels = Pixels.ofShorts(2, 1, new short[] {258, (short) 65535});
        byte[] target = new byte[5];

        pixels.copyTo(target, 1);

        assertThat(pixels.bits()).isEqualTo(16);
        assertThat(pixels.highest()).isEqualTo(65535);
        assertThat(pixels.sample(0, 0, 0)).isEqualTo(258);
        assertThat(pixels.sample(1)).isEqualTo(65535);
        assertThat(pixels.length()).isEqualTo(2);
        assertThat(pixels.byteLength()).isEqualTo(4);
        assertThat(target).containsExactly(0, 2, 1, -1, -1);
        assertThat(pixels).hasToString("2x1x1 of 16 bits").isNotEqualTo(new Pixels(4, 1, 1, new byte[4]));
        assertThatIllegalStateException().isThrownBy(pixels::samples).withMessage("the samples have 16 bits, not 8");
    }

    @Test
    void refusesSamplesThatDoNotFillTheShape() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pixels(2, 2, 1, new byte[3]))
                .withMessage("need 4 samples, got 3");
        assertThatIllegalArgumentException().isThrownBy(() -> new Pixels(0, 2, 1, new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Pixels(1, 1, 4, new byte[4]));
        // 65536 * 65536 is 0 in 32 bits.
        assertThatIllegalArgumentException().isThrownBy(() -> new Pixels(65536, 65536, 1, new byte[0]));
    }
}
