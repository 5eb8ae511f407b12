package org.equipoise.common.imaging;

import java.util.Base64;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The PNG files in here were written with Pillow 13.0.0. */
class PngCodecTest {

    private static final String GREY =
            "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAAAAAC4HznGAAAAEElEQVR4nGNg+M/O1MBkCQAH6gHE1rb63QAAAABJRU5ErkJggg==";
    private static final String RGB =
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGP4z8DA8J8BAAf/Af8Bf4mnAAAAAElFTkSuQmCC";
    private static final String SIXTEEN_BITS =
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABEAAAAACB2fwVAAAADUlEQVR4nGNgYPj/HwADAgH/5ncLrgAAAABJRU5ErkJggg==";
    private static final String WITH_ALPHA =
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGP8z8DAyfif4T8ADDcDCQMEdcAAAAAASUVORK5CYII=";
    private static final String GREY_WITH_ALPHA =
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAQAAABeK7cBAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==";

    @ParameterizedTest
    @CsvSource({"1,1,1", "1,1,3", "28,28,1", "17,5,3", "64,63,1"})
    void whatIsWrittenIsReadBackSampleForSample(int width, int height, int channels) {
        byte[] samples = new byte[width * height * channels];
        new Random(width).nextBytes(samples);
        var pixels = new Pixels(width, height, channels, samples);

        assertThat(PngCodec.decode(PngCodec.encode(pixels))).isEqualTo(pixels);
    }

    /** ImageIO would pass dark grey through a gamma curve if it were asked for RGB. */
    @Test
    void greySamplesAreThoseInTheFile() {
        assertThat(decode(GREY)).isEqualTo(new Pixels(3, 2, 1, new byte[] {0, (byte) 255, 7, (byte) 128, 1, 64}));
    }

    @Test
    void colourSamplesAreInTheOrderRedGreenBlue() {
        assertThat(decode(RGB)).isEqualTo(new Pixels(2, 1, 3, new byte[] {(byte) 255, 0, 0, 0, (byte) 255, 0}));
    }

    @Test
    void greySamplesOfSixteenBitsAreThoseInTheFile() {
        assertThat(decode(SIXTEEN_BITS)).isEqualTo(Pixels.ofShorts(2, 1, new short[] {0, (short) 65535}));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "28,28", "17,5"})
    void sixteenBitsAreReadBackSampleForSample(int width, int height) {
        short[] samples = new short[width * height];
        var random = new Random(width);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) random.nextInt();
        }
        var pixels = Pixels.ofShorts(width, height, samples);

        assertThat(PngCodec.decode(PngCodec.encode(pixels))).isEqualTo(pixels);
    }

    @ParameterizedTest
    @ValueSource(strings = {WITH_ALPHA, GREY_WITH_ALPHA})
    void otherKindsOfPngAreRefused(String png) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decode(png))
                .withMessageStartingWith("need 8-bit grey or RGB or 16-bit grey, got");
    }

    @Test
    void whatIsNoPngIsRefused() {
        byte[] whole = Base64.getDecoder().decode(RGB);

        assertThatIllegalArgumentException().isThrownBy(() -> PngCodec.decode(new byte[] {1, 2, 3}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PngCodec.decode(java.util.Arrays.copyOf(whole, whole.length / 2)));
    }

    private static Pixels decode(String base64) {
        return PngCodec.decode(Base64.getDecoder().decode(base64));
    }
}
