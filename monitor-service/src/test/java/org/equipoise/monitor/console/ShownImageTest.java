package org.equipoise.monitor.console;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.imaging.ValueWindow;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class ShownImageTest {

    @Test
    void eightBitsAreShownAsTheyAreStored() {
        byte[] png = PngCodec.encode(new Pixels(2, 1, 1, new byte[] {3, 9}));

        ShownImage shown = ShownImage.of(png, new ValueWindow(0, 4095, "frozen"));

        assertThat(shown.png()).isSameAs(png);
        assertThat(shown.window()).isNull();
    }

    @Test
    void sixteenBitsAreShownThroughTheWindowOfTheirDataset() {
        byte[] png = PngCodec.encode(Pixels.ofShorts(3, 1, new short[] {0, 2048, 4095}));
        var window = new ValueWindow(0, 4096, "frozen");

        ShownImage shown = ShownImage.of(png, window);

        assertThat(PngCodec.decode(shown.png()).samples()).containsExactly(0, 128, 255);
        assertThat(shown.window()).isEqualTo(window);
    }

    @Test
    void withoutAWindowTheyAreShownBetweenTheirOwnPercentiles() {
        short[] samples = new short[1000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (1000 + i);
        }
        // A bright marker of two pixels darkens nothing.
        samples[0] = (short) 60000;
        samples[1] = (short) 60000;

        ShownImage shown = ShownImage.of(PngCodec.encode(Pixels.ofShorts(100, 10, samples)), null);

        ValueWindow own = requireNonNull(shown.window());
        assertThat(own.low()).isEqualTo(1007);
        assertThat(own.high()).isEqualTo(1996);
        assertThat(own.rule()).contains("to be looked at only");
        assertThat(PngCodec.decode(shown.png()).bits()).isEqualTo(8);
    }

    @Test
    void aConstantImageIsShown() {
        short[] white = new short[4];
        java.util.Arrays.fill(white, (short) 65535);

        assertThat(ShownImage.of(PngCodec.encode(Pixels.ofShorts(2, 2, white)), null)
                        .window())
                .isNotNull();
        assertThat(ShownImage.of(PngCodec.encode(Pixels.ofShorts(2, 2, new short[4])), null)
                        .window())
                .isNotNull();
    }

    @Test
    void whatIsNoPngIsHandedOnAsItIs() {
        byte[] nothing = new byte[30];
        nothing[24] = 16;
        nothing[19] = 1;
        nothing[23] = 1;

        assertThat(ShownImage.of(nothing, null).png()).isSameAs(nothing);
    }
}
