package org.equipoise.common.imaging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;

import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.decoding.DecodingLimits;
import org.equipoise.common.decoding.DecodingOutcome;
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

    /** The filters work on bytes: a difference of the whole sample would carry from the lower byte to the upper one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void sixteenBitsOfEveryShapeAreReadBackByImageIoToo(int kind) throws IOException {
        int width = 259;
        int height = 67;
        short[] samples = new short[width * height];
        var random = new Random(kind);
        for (int i = 0; i < samples.length; i++) {
            int x = i % width;
            int y = i / width;
            samples[i] = (short)
                    switch (kind) {
                        case 0 -> 251 * x + random.nextInt(16);
                        case 1 -> 251 * y + random.nextInt(16);
                        case 2 -> (x + y) % 2 == 0 ? 0 : 65_535;
                        default -> 300;
                    };
        }
        var pixels = Pixels.ofShorts(width, height, samples);
        byte[] png = PngCodec.encode(pixels);

        int[] read =
                ImageIO.read(new ByteArrayInputStream(png)).getRaster().getPixels(0, 0, width, height, (int[]) null);
        assertThat(read).containsExactly(unsigned(samples));
        assertThat(decoded(png)).isEqualTo(pixels);
    }

    /** Patterns that suit one filter each are recognized, row by row. */
    @Test
    void whatChangesSlowlyInOneDirectionBecomesSmall() {
        short[] across = new short[200 * 200];
        short[] down = new short[200 * 200];
        var random = new Random(1);
        int[] noise = random.ints(200, 0, 65_536).toArray();
        for (int i = 0; i < across.length; i++) {
            across[i] = (short) noise[i / 200];
            down[i] = (short) noise[i % 200];
        }

        assertThat(PngCodec.encode(Pixels.ofShorts(200, 200, across))).hasSizeLessThan(4_000);
        assertThat(PngCodec.encode(Pixels.ofShorts(200, 200, down))).hasSizeLessThan(4_000);
    }

    private static int[] unsigned(short[] samples) {
        int[] unsigned = new int[samples.length];
        for (int i = 0; i < samples.length; i++) {
            unsigned[i] = samples[i] & 0xffff;
        }
        return unsigned;
    }

    private static Pixels decoded(byte[] png) {
        var decoder = new BoundedDecoder(DecodingLimits.DEFAULTS);
        return ((DecodingOutcome.Decoded) decoder.decode(png)).pixels();
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
