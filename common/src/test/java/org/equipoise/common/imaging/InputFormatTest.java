package org.equipoise.common.imaging;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class InputFormatTest {

    private static final InputShape SHAPE = new InputShape(8, 8, 1);
    private static final ValueWindow WINDOW = new ValueWindow(1000, 3000, "by hand");
    private static final InputFormat DEEP = new InputFormat(SHAPE, WINDOW);

    @Test
    void samplesOfSixteenBitsLieLowByteFirst() {
        byte[] packed = new byte[2 * 64];

        DEEP.put(packed, 3, 0xabcd);

        assertThat(packed[6]).isEqualTo((byte) 0xcd);
        assertThat(packed[7]).isEqualTo((byte) 0xab);
        assertThat(DEEP.sample(packed, 3)).isEqualTo(0xabcd);
        assertThat(DEEP.imageBytes()).isEqualTo(128);
        assertThat(InputFormat.bytes(SHAPE).imageBytes()).isEqualTo(64);
    }

    @Test
    void aLevelIsThePlaceInTheWindowCutAtItsEnds() {
        byte[] packed = new byte[2 * 64];
        DEEP.put(packed, 0, 999);
        DEEP.put(packed, 1, 2000);
        DEEP.put(packed, 2, 3001);

        assertThat(DEEP.level(packed, 0)).isZero();
        assertThat(DEEP.level(packed, 1)).isEqualTo(127.5f);
        assertThat(DEEP.level(packed, 2)).isEqualTo(255);
        assertThat(InputFormat.bytes(SHAPE).level(new byte[] {(byte) 200}, 0)).isEqualTo(200);
    }

    @Test
    void imagesComeOutAsTheyWentIn() {
        short[] samples = new short[64];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (1021 * i);
        }
        Pixels image = Pixels.ofShorts(8, 8, samples);
        byte[] packed = new byte[3 * 128];
        image.copyTo(packed, 128);

        assertThat(DEEP.pixels(packed, 1)).isEqualTo(image);
        assertThat(DEEP.fits(image)).isTrue();
        assertThat(InputFormat.bytes(SHAPE).fits(image)).isFalse();
        assertThat(DEEP.packed(DEEP.array(packed, 3))).isSameAs(packed);
        assertThat(DEEP.array(packed, 3).dtype()).isEqualTo("<u2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InputFormat.bytes(SHAPE).packed(DEEP.array(packed, 3)))
                .withMessage("expected a |u1 array, got <u2");
    }

    @Test
    void aPictureIsTheWindowInEightBits() {
        Pixels picture = WINDOW.picture(Pixels.ofShorts(4, 1, new short[] {0, 1500, 3000, (short) 65535}));

        assertThat(picture.bits()).isEqualTo(8);
        assertThat(picture.samples()).containsExactly(0, 64, 255, 255);
        assertThat(WINDOW.seen(1500)).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void colourHasNoWindow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InputFormat(new InputShape(8, 8, 3), WINDOW))
                .withMessageContaining("got 3 with a window");
    }
}
