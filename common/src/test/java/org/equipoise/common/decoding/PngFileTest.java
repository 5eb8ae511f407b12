package org.equipoise.common.decoding;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;

import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/** PNGs of every depth and colour type, stored by hand or by Java's own writer. */
class PngFileTest {

    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int GREY_WITH_ALPHA = 4;
    private static final int RGBA = 6;

    private final BoundedDecoder decoder = new BoundedDecoder(DecodingLimits.DEFAULTS);

    @ParameterizedTest
    @CsvSource({"16, 16", "17, 9", "8, 31"})
    void greyOfSixteenBitsDecodesSampleForSample(int width, int height) {
        Pixels pixels = deep(width, height);

        assertThat(decoded(PngCodec.encode(pixels))).isEqualTo(pixels);
    }

    @ParameterizedTest
    @CsvSource({"16, 16", "17, 9", "8, 31"})
    void interlacedGreyOfSixteenBitsDecodesSampleForSample(int width, int height) throws IOException {
        Pixels pixels = deep(width, height);

        byte[] png = interlaced(ImageIO.read(new ByteArrayInputStream(PngCodec.encode(pixels))));

        assertThat(decoded(png)).isEqualTo(pixels);
    }

    /** The highest value is white, whatever the depth; 255 is a multiple of 1, 3 and 15, so that all steps are even. */
    @ParameterizedTest
    @CsvSource({"1, 255", "2, 85", "4, 17"})
    void greyOfFewerBitsIsScaledToWhite(int bits, int step) {
        int levels = 1 << bits;
        byte[][] rows = new byte[9][];
        for (int y = 0; y < rows.length; y++) {
            rows[y] =
                    packed(bits, IntStream.range(y, y + 11).map(v -> v % levels).toArray());
        }

        Pixels pixels = decoded(png(11, 9, bits, GREY, rows));

        assertThat(pixels.channels()).isEqualTo(1);
        for (int y = 0; y < 9; y++) {
            for (int x = 0; x < 11; x++) {
                assertThat(pixels.sample(x, y, 0)).isEqualTo((x + y) % levels * step);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void aPaletteBecomesRgb(int bits) {
        byte[] colours = {(byte) 200, 10, 20, 1, 2, 3};
        byte[][] rows = rows(
                10,
                y -> packed(bits, IntStream.range(0, 13).map(x -> (x + y) % 2).toArray()));

        Pixels pixels = decoded(png(13, 10, bits, PALETTE, rows, chunk("PLTE", colours)));

        assertThat(pixels.channels()).isEqualTo(3);
        assertThat(pixels.sample(0, 0, 0)).isEqualTo(200);
        assertThat(pixels.sample(0, 0, 2)).isEqualTo(20);
        assertThat(pixels.sample(12, 9, 0)).isEqualTo(1);
        assertThat(pixels.sample(12, 9, 1)).isEqualTo(2);
    }

    @Test
    void aPaletteOfGreysBecomesGrey() {
        byte[] greys = {7, 7, 7, (byte) 250, (byte) 250, (byte) 250};
        byte[][] rows = rows(8, y -> packed(1, new int[] {0, 1, 1, 0, 0, 0, 1, 1}));

        Pixels pixels = decoded(png(8, 8, 1, PALETTE, rows, chunk("PLTE", greys)));

        assertThat(pixels.channels()).isEqualTo(1);
        assertThat(IntStream.range(0, 8).map(pixels::sample)).containsExactly(7, 250, 250, 7, 7, 7, 250, 250);
    }

    /** As Java's own reader has them. Passes of Adam7 end within bytes. */
    @ParameterizedTest
    @CsvSource({"1, 17, 9", "2, 9, 17", "4, 13, 11", "4, 8, 8"})
    void interlacedPalettesOfFewBitsDecodeAsJavaReadsThem(int bits, int width, int height) throws IOException {
        byte[] channel = new byte[1 << bits];
        new Random(bits).nextBytes(channel);
        byte[] other = new byte[channel.length];
        var model = new IndexColorModel(bits, channel.length, channel, other, channel);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY, model);
        var random = new Random(5);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.getRaster().setSample(x, y, 0, random.nextInt(channel.length));
            }
        }

        Pixels pixels = decoded(interlaced(image));

        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int rgb = image.getRGB(x, y);
                assertThat(pixels.sample(x, y, 0) << 16 | pixels.sample(x, y, 1) << 8 | pixels.sample(x, y, 2))
                        .isEqualTo(rgb & 0xffffff);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 4", "16, 4", "8, 6"})
    void alphaIsLeftOutWhereEverythingIsOpaque(int bits, int colourType) {
        int colours = colourType == RGBA ? 3 : 1;
        int bytes = bits / 8;
        int pixel = (colours + 1) * bytes;
        byte[][] rows = rows(8, y -> alphaRow(pixel, bytes));

        Pixels pixels = decoded(png(9, 8, bits, colourType, rows));

        assertThat(pixels.channels()).isEqualTo(colours);
        assertThat(pixels.bits()).isEqualTo(bits);
        int first = bits == 8 ? rows[0][pixel] & 0xff : (rows[0][pixel] & 0xff) << 8 | rows[0][pixel + 1] & 0xff;
        assertThat(pixels.sample(1, 0, 0)).isEqualTo(first);
        rows[7][9 * pixel - 1] = (byte) 254;
        DecodingOutcome.Refused refusal = refusal(png(9, 8, bits, colourType, rows));
        assertThat(refusal.reason()).isEqualTo(RejectionReason.UNSUPPORTED_FORMAT);
        assertThat(refusal.detail())
                .endsWith("PNG with transparent pixels; save it without transparency, on the"
                        + " background that is meant");
    }

    /** Random colours, full alpha at the end of each pixel. */
    private static byte[] alphaRow(int pixel, int alphaBytes) {
        byte[] row = new byte[9 * pixel];
        new Random(3).nextBytes(row);
        for (int end = pixel; end <= row.length; end += pixel) {
            Arrays.fill(row, end - alphaBytes, end, (byte) 255);
        }
        return row;
    }

    @Test
    void aTransparentColourThatNoPixelHasIsNoTransparency() {
        byte[][] grey = rows(8, y -> new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        byte[][] rgb =
                rows(8, y -> new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6});
        byte[][] halves = rows(8, y -> new byte[] {(byte) 0xaa});
        byte[][] deep = rows(8, y -> new byte[] {1, 2, 1, 3, 1, 4, 1, 5, 1, 6, 1, 7, 1, 8, 1, 9});

        assertThat(decoded(png(8, 8, 8, GREY, grey, chunk("tRNS", new byte[] {0, 9})))
                        .sample(2))
                .isEqualTo(3);
        assertThat(decoded(png(8, 8, 8, RGB, rgb, chunk("tRNS", new byte[] {0, 1, 0, 2, 0, 4})))
                        .sample(2))
                .isEqualTo(3);
        assertThat(decoded(png(8, 8, 16, GREY, deep, chunk("tRNS", new byte[] {2, 2})))
                        .sample(0))
                .isEqualTo(258);
        for (byte[] png : List.of(
                png(8, 8, 8, GREY, grey, chunk("tRNS", new byte[] {0, 8})),
                png(8, 8, 8, RGB, rgb, chunk("tRNS", new byte[] {0, 1, 0, 2, 0, 3})),
                png(8, 8, 1, GREY, halves, chunk("tRNS", new byte[] {0, 1})),
                png(8, 8, 16, GREY, deep, chunk("tRNS", new byte[] {1, 9})))) {
            assertThat(refusal(png).detail()).contains("with transparent pixels");
        }
    }

    @Test
    void aTransparentEntryOfAPaletteCountsWhereItIsSeen() {
        byte[] colours = {9, 9, 8, 1, 2, 3, 4, 5, 6};
        byte[][] rows = rows(8, y -> packed(2, new int[] {0, 1, 0, 1, 0, 1, 0, 1}));
        byte[] palette = chunk("PLTE", colours);

        assertThat(decoded(png(8, 8, 2, PALETTE, rows, palette, chunk("tRNS", new byte[] {-1, -1, 0})))
                        .sample(0))
                .isEqualTo(9);
        assertThat(refusal(png(8, 8, 2, PALETTE, rows, palette, chunk("tRNS", new byte[] {-1, 0})))
                        .detail())
                .contains("2-bit palette PNG with transparent pixels");
    }

    @Test
    void whatDoesNotFitTogetherIsUnreadable() {
        byte[][] rows = rows(8, y -> packed(2, new int[] {0, 1, 2, 1, 0, 1, 0, 1}));
        byte[][] grey = rows(8, y -> new byte[8]);
        byte[][] withAlpha = rows(8, y -> new byte[16]);
        byte[] two = chunk("PLTE", new byte[] {1, 2, 3, 4, 5, 6});

        assertThat(unreadable(png(8, 8, 2, PALETTE, rows))).contains("its palette has 0 bytes");
        assertThat(unreadable(png(8, 8, 2, PALETTE, rows, chunk("PLTE", new byte[4]))))
                .contains("4 bytes");
        assertThat(unreadable(png(8, 8, 2, PALETTE, rows, chunk("PLTE", new byte[771]))))
                .contains("771 bytes");
        assertThat(unreadable(png(8, 8, 2, PALETTE, rows, two))).contains("colour 2 of a palette of 2");
        assertThat(unreadable(png(8, 8, 2, PALETTE, rows, two, chunk("tRNS", new byte[3]))))
                .contains("tRNS has 3");
        assertThat(unreadable(png(8, 8, 8, GREY, grey, chunk("tRNS", new byte[6]))))
                .contains("tRNS has 6 bytes");
        assertThat(unreadable(png(8, 8, 8, GREY_WITH_ALPHA, withAlpha, chunk("tRNS", new byte[2]))))
                .contains("tRNS has 2 bytes");
    }

    @ParameterizedTest
    @CsvSource({"26, 1", "27, 1", "28, 2"})
    void methodsThatNoPngHasAreUnreadable(int at, int value) {
        byte[] png = png(8, 8, 8, GREY, rows(8, y -> new byte[8]));
        png[at] = (byte) value;
        var crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());

        assertThat(unreadable(png)).contains("method " + value);
    }

    @Test
    void anOrientationIsAppliedToSixteenBits() {
        Pixels stored = deep(20, 10);
        byte[] png = PngCodec.encode(stored);
        byte[] exif = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0};

        Pixels turned = decoded(ByteBuffer.allocate(png.length + 12 + exif.length)
                .put(png, 0, png.length - 12)
                .put(chunk("eXIf", exif))
                .put(png, png.length - 12, 12)
                .array());

        assertThat(turned.width()).isEqualTo(10);
        assertThat(turned.bits()).isEqualTo(16);
        for (int y = 0; y < 10; y++) {
            for (int x = 0; x < 20; x++) {
                // 90 degrees clockwise.
                assertThat(turned.sample(9 - y, x, 0)).isEqualTo(stored.sample(x, y, 0));
            }
        }
    }

    @Test
    void corruptBytesNeverThrow() {
        byte[] palette = chunk("PLTE", new byte[48]);
        List<byte[]> files = List.of(
                PngCodec.encode(deep(16, 16)),
                png(16, 16, 4, PALETTE, rows(16, y -> new byte[8]), palette, chunk("tRNS", new byte[] {-1})),
                png(16, 16, 8, RGBA, rows(16, y -> new byte[64])));
        var random = new Random(7);
        for (byte[] file : files) {
            for (int i = 0; i < 400; i++) {
                byte[] damaged = file.clone();
                for (int n = random.nextInt(1, 4); n > 0; n--) {
                    damaged[random.nextInt(8, file.length)] = (byte) random.nextInt();
                }
                withChecksums(damaged);
                assertThat(decoder.decode(damaged)).as("step %d", i).isNotNull();
            }
        }
    }

    /** So that damage gets past the checksums; stops where the lengths make no sense any more. */
    private static void withChecksums(byte[] png) {
        ByteBuffer bytes = ByteBuffer.wrap(png);
        int at = 8;
        while (at + 12 <= png.length) {
            int length = bytes.getInt(at);
            if (length < 0 || length > png.length - at - 12) {
                return;
            }
            var crc = new CRC32();
            crc.update(png, at + 4, length + 4);
            bytes.putInt(at + 8 + length, (int) crc.getValue());
            at += 12 + length;
        }
    }

    private Pixels decoded(byte[] file) {
        DecodingOutcome outcome = decoder.decode(file);
        assertThat(outcome).isInstanceOf(DecodingOutcome.Decoded.class);
        return ((DecodingOutcome.Decoded) outcome).pixels();
    }

    private DecodingOutcome.Refused refusal(byte[] file) {
        DecodingOutcome outcome = decoder.decode(file);
        assertThat(outcome).isInstanceOf(DecodingOutcome.Refused.class);
        return (DecodingOutcome.Refused) outcome;
    }

    private String unreadable(byte[] file) {
        DecodingOutcome.Refused refusal = refusal(file);
        assertThat(refusal.reason()).isEqualTo(RejectionReason.UNREADABLE);
        return refusal.detail();
    }

    /** Values of a CT in 16 bits: most of the low byte and some of the high one are used. */
    private static Pixels deep(int width, int height) {
        short[] samples = new short[width * height];
        var random = new Random(11);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (31_000 + i * 13 + random.nextInt(4000));
        }
        return Pixels.ofShorts(width, height, samples);
    }

    private static byte[] interlaced(BufferedImage image) throws IOException {
        var writer = ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), "png")
                .next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        var out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        byte[] png = out.toByteArray();
        assertThat(png[28]).as("interlace method").isEqualTo((byte) 1);
        return png;
    }

    private interface Row {
        byte[] at(int y);
    }

    private static byte[][] rows(int n, Row row) {
        return IntStream.range(0, n).mapToObj(row::at).toArray(byte[][]::new);
    }

    /** Values of fewer than 8 bits, the first in the highest ones. */
    private static byte[] packed(int bits, int[] values) {
        byte[] row = new byte[(values.length * bits + 7) / 8];
        for (int i = 0; i < values.length; i++) {
            int at = i * bits;
            row[at / 8] |= (byte) (values[i] << 8 - bits - at % 8);
        }
        return row;
    }

    private static byte[] png(int width, int height, int bits, int colourType, byte[][] rows, byte[]... chunks) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) bits)
                .put((byte) colourType)
                .array();
        var data = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(data)) {
            for (byte[] row : rows) {
                deflater.write(0);
                deflater.write(row);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        List<byte[]> parts = new ArrayList<>();
        parts.add(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a});
        parts.add(chunk("IHDR", header));
        parts.addAll(List.of(chunks));
        parts.add(chunk("IDAT", data.toByteArray()));
        parts.add(chunk("IEND", new byte[0]));
        var out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] body = ByteBuffer.allocate(4 + data.length)
                .put(type.getBytes(US_ASCII))
                .put(data)
                .array();
        var crc = new CRC32();
        crc.update(body);
        return ByteBuffer.allocate(8 + body.length)
                .putInt(data.length)
                .put(body)
                .putInt((int) crc.getValue())
                .array();
    }
}
