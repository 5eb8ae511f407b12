package org.equipoise.common.decoding;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BoundedDecoderTest {

    private static final DecodingLimits LIMITS = DecodingLimits.DEFAULTS;

    private final BoundedDecoder decoder = new BoundedDecoder(LIMITS);

    @ParameterizedTest
    @CsvSource({"16, 16, 1", "17, 9, 1", "16, 16, 3", "31, 8, 3"})
    void aPngDecodesSampleForSample(int width, int height, int channels) {
        Pixels pixels = noise(width, height, channels, 7);

        assertThat(decoder.decode(PngCodec.encode(pixels))).isEqualTo(new DecodingOutcome.Decoded(pixels));
    }

    /** A gradient makes the writer use the row filters that noise does not. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aSmoothPngDecodesSampleForSample(int channels) {
        byte[] samples = new byte[64 * 48 * channels];
        for (int i = 0; i < samples.length; i++) {
            int pixel = i / channels;
            samples[i] = (byte) (pixel % 64 * 3 + pixel / 64 * (1 + i % channels));
        }
        var pixels = new Pixels(64, 48, channels, samples);

        assertThat(decoder.decode(PngCodec.encode(pixels))).isEqualTo(new DecodingOutcome.Decoded(pixels));
    }

    @ParameterizedTest
    @CsvSource({"16, 16", "17, 9", "8, 31"})
    void anInterlacedPngDecodesSampleForSample(int width, int height) throws IOException {
        BufferedImage image = image(width, height, BufferedImage.TYPE_BYTE_GRAY);

        byte[] png = write(image, "png", true);

        assertThat(png[28]).as("interlace method").isEqualTo((byte) 1);
        assertThat(decoder.decode(png)).isEqualTo(new DecodingOutcome.Decoded(PngCodec.pixels(image)));
    }

    @Test
    void aGreyJpegDecodesAsJavaReadsIt() throws IOException {
        byte[] jpeg = write(image(40, 30, BufferedImage.TYPE_BYTE_GRAY), "jpeg", false);

        Pixels expected = PngCodec.pixels(ImageIO.read(new java.io.ByteArrayInputStream(jpeg)));
        assertThat(expected.channels()).isEqualTo(1);
        assertThat(decoder.decode(jpeg)).isEqualTo(new DecodingOutcome.Decoded(expected));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aColourJpegDecodesToRgb(boolean progressive) throws IOException {
        byte[] jpeg = write(image(40, 30, BufferedImage.TYPE_3BYTE_BGR), "jpeg", progressive);

        Pixels expected = PngCodec.pixels(ImageIO.read(new java.io.ByteArrayInputStream(jpeg)));
        assertThat(expected.channels()).isEqualTo(3);
        assertThat(decoder.decode(jpeg)).isEqualTo(new DecodingOutcome.Decoded(expected));
    }

    @Test
    void zeroBytesAreEmpty() {
        assertThat(refusal(new byte[0]).reason()).isEqualTo(RejectionReason.EMPTY);
    }

    @Test
    void textNamedPngIsNamedForWhatItIs() {
        DecodingOutcome.Refused refusal = refusal("patient came in at nine".getBytes(StandardCharsets.UTF_8));

        assertThat(refusal.reason()).isEqualTo(RejectionReason.UNSUPPORTED_FORMAT);
        assertThat(refusal.detail()).contains("text");
    }

    @Test
    void noPrefixOfAPngIsTakenForAnImage() {
        byte[] png = PngCodec.encode(noise(12, 12, 3, 3));

        IntStream.range(9, png.length)
                .forEach(n -> assertThat(refusal(Arrays.copyOf(png, n)).reason())
                        .as("%d of %d bytes", n, png.length)
                        .isEqualTo(RejectionReason.UNREADABLE));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noPrefixOfAJpegIsTakenForAnImage(boolean progressive) throws IOException {
        byte[] jpeg = write(image(24, 24, BufferedImage.TYPE_3BYTE_BGR), "jpeg", progressive);

        IntStream.range(4, jpeg.length)
                .forEach(n -> assertThat(refusal(Arrays.copyOf(jpeg, n)).reason())
                        .as("%d of %d bytes", n, jpeg.length)
                        .isEqualTo(RejectionReason.UNREADABLE));
    }

    /** Every chunk is whole and its checksum fits, but rows are missing: ImageIO would fill them with black. */
    @Test
    void aPngWhoseRowsAreMissingIsUnreadable() {
        byte[] png = png(16, 16, 8, 0, deflate(new byte[17 * 10]));

        assertThat(refusal(png).reason()).isEqualTo(RejectionReason.UNREADABLE);
        assertThat(refusal(png).detail()).contains("row 10 of 16");
    }

    @Test
    void aFlippedBitIsFoundByTheChecksum() {
        byte[] png = PngCodec.encode(noise(16, 16, 1, 5));
        png[png.length / 2] ^= 0x10;

        assertThat(refusal(png).detail()).contains("checksum");
    }

    @Test
    void aHeaderBombIsRefusedByItsHeader() {
        byte[] bomb = png(40_000, 40_000, 8, 2, deflate(new byte[100]));

        assertThat(refusal(bomb).reason()).isEqualTo(RejectionReason.TOO_LARGE);
        assertThat(refusal(bomb).detail()).contains("40000 x 40000").contains("8192");
        assertThat(decoder.claimedBytes(bomb)).isZero();
    }

    @Test
    void manySamplesWithinTheSidesAreTooLarge() {
        byte[] large = png(8000, 8000, 8, 0, deflate(new byte[100]));

        assertThat(refusal(large).reason()).isEqualTo(RejectionReason.TOO_LARGE);
        assertThat(refusal(large).detail()).contains("64000000").contains("40000000");
    }

    @Test
    void aJpegHeaderBombIsRefusedByItsHeader() throws IOException {
        byte[] jpeg = write(image(16, 16, BufferedImage.TYPE_BYTE_GRAY), "jpeg", false);
        int frame = indexOf(jpeg, 0xff, 0xc0);
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 40_000).putShort(frame + 7, (short) 40_000);

        assertThat(refusal(jpeg).reason()).isEqualTo(RejectionReason.TOO_LARGE);
    }

    @Test
    void sixteenBitsCountTwice() {
        assertThat(decoder.claimedBytes(png(100, 50, 16, 0, deflate(new byte[100]))))
                .isEqualTo(10_000);
        assertThat(decoder.claimedBytes(png(100, 50, 8, 0, deflate(new byte[100]))))
                .isEqualTo(5_000);
        byte[] large = png(5000, 5000, 16, 0, deflate(new byte[100]));

        assertThat(refusal(large).reason()).isEqualTo(RejectionReason.TOO_LARGE);
        assertThat(refusal(large).detail())
                .isEqualTo("the header claims 25000000 samples of 16 bits, the limit is 20000000");
    }

    @ParameterizedTest
    @CsvSource({"2, 16-bit RGB PNG", "6, 16-bit RGBA PNG"})
    void colourOfSixteenBitsIsRefusedByNameAndSaysWhatToDo(int colourType, String name) {
        DecodingOutcome.Refused refusal = refusal(png(16, 16, 16, colourType, deflate(new byte[4000])));

        assertThat(refusal.reason()).isEqualTo(RejectionReason.UNSUPPORTED_FORMAT);
        assertThat(refusal.detail()).isEqualTo("found " + name + "; save it with 8 bits a channel, or as 16-bit grey");
    }

    @ParameterizedTest
    @CsvSource({"8, 5", "3, 0", "16, 3", "4, 2", "1, 6", "0, 0", "32, 0"})
    void whatNoPngHasIsUnreadable(int bits, int colourType) {
        DecodingOutcome.Refused refusal = refusal(png(16, 16, bits, colourType, deflate(new byte[4000])));

        assertThat(refusal.reason()).isEqualTo(RejectionReason.UNREADABLE);
        assertThat(refusal.detail()).contains("colour type " + colourType + " with " + bits + " bits");
    }

    @Test
    void aCmykJpegIsRefusedByName() throws IOException {
        byte[] jpeg = write(image(16, 16, BufferedImage.TYPE_3BYTE_BGR), "jpeg", false);
        jpeg[indexOf(jpeg, 0xff, 0xc0) + 9] = 4;

        assertThat(refusal(jpeg).detail()).contains("8-bit CMYK or YCCK JPEG").contains("save it as RGB");
    }

    @ParameterizedTest
    @CsvSource({"0xc0, 12, 12-bit RGB JPEG", "0xc3, 8, 8-bit RGB lossless JPEG", "0xc9, 8, 8-bit RGB arithmetic-coded"})
    void otherJpegsAreRefusedByNameAndSayWhatToDo(String marker, int bits, String name) throws IOException {
        byte[] jpeg = write(image(16, 16, BufferedImage.TYPE_3BYTE_BGR), "jpeg", false);
        int frame = indexOf(jpeg, 0xff, 0xc0);
        jpeg[frame + 1] = Integer.decode(marker).byteValue();
        jpeg[frame + 4] = (byte) bits;

        assertThat(refusal(jpeg).detail()).contains(name).contains("save it as a PNG");
    }

    /** What Adobe's marker says of three components: 0 is RGB, 1 is YCbCr. The same data are read as either. */
    @Test
    void aJpegWhoseAdobeMarkerSaysRgbIsReadAsRgb() throws IOException {
        byte[] jpeg = withoutJfif(write(image(40, 30, BufferedImage.TYPE_3BYTE_BGR), "jpeg", false));

        Pixels transformed = decoded(withSegment(jpeg, 0xee, adobe(1)));
        Pixels stored = decoded(withSegment(jpeg, 0xee, adobe(0)));

        // The first component is luma where the data are YCbCr.
        int red = transformed.sample(30, 20, 0);
        int green = transformed.sample(30, 20, 1);
        int blue = transformed.sample(30, 20, 2);
        assertThat(stored.sample(30, 20, 0))
                .isCloseTo((int) Math.round(0.299 * red + 0.587 * green + 0.114 * blue), within(2));
        assertThat(transformed).isNotEqualTo(stored);
    }

    @Test
    void aGifIsRefusedByName() {
        assertThat(refusal("GIF89a........".getBytes(StandardCharsets.US_ASCII)).detail())
                .contains("GIF");
    }

    @Test
    void sevenPixelsAreTooSmall() {
        DecodingOutcome.Refused refusal = refusal(PngCodec.encode(noise(7, 20, 1, 1)));

        assertThat(refusal.reason()).isEqualTo(RejectionReason.TOO_SMALL);
        assertThat(refusal.detail()).contains("7 x 20").contains("8");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void corruptBytesNeverThrow(long seed) throws IOException {
        byte[] png = PngCodec.encode(noise(16, 16, 1, seed));
        byte[] jpeg = write(image(24, 24, BufferedImage.TYPE_3BYTE_BGR), "jpeg", seed % 2 == 0);
        var random = new java.util.Random(seed);

        for (int i = 0; i < 40; i++) {
            png[random.nextInt(8, png.length)] = (byte) random.nextInt();
            jpeg[random.nextInt(3, jpeg.length)] = (byte) random.nextInt();
            assertThat(decoder.decode(png)).as("PNG, seed %d, step %d", seed, i).isNotNull();
            assertThat(decoder.decode(jpeg))
                    .as("JPEG, seed %d, step %d", seed, i)
                    .isNotNull();
        }
    }

    /** What a viewer shows of a stored image of one row "a b" above "c d", and "e f" below, for each code of Exif. */
    @ParameterizedTest
    @CsvSource({
        "1, abcdef, 2",
        "2, badcfe, 2",
        "3, fedcba, 2",
        "4, efcdab, 2",
        "5, acebdf, 3",
        "6, ecafdb, 3",
        "7, fdbeca, 3",
        "8, bdface, 3"
    })
    void anExifOrientationIsApplied(int code, String shown, int width) {
        var stored = new Pixels(2, 3, 1, "abcdef".getBytes(StandardCharsets.US_ASCII));

        Pixels upright = new Orientation(code).upright(stored);

        assertThat(upright).isEqualTo(new Pixels(width, 6 / width, 1, shown.getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aJpegThatLiesOnItsSideIsTurnedUpright(boolean littleEndian) throws IOException {
        byte[] jpeg = write(image(40, 30, BufferedImage.TYPE_3BYTE_BGR), "jpeg", false);
        Pixels plain = ((DecodingOutcome.Decoded) decoder.decode(jpeg)).pixels();

        Pixels turned = ((DecodingOutcome.Decoded) decoder.decode(withExif(jpeg, exif(6, littleEndian)))).pixels();

        assertThat(turned.width()).isEqualTo(30);
        assertThat(turned.height()).isEqualTo(40);
        for (int c = 0; c < 3; c++) {
            assertThat(turned.sample(29, 0, c)).isEqualTo(plain.sample(0, 0, c));
            assertThat(turned.sample(0, 39, c)).isEqualTo(plain.sample(39, 29, c));
        }
    }

    @Test
    void aPngThatLiesOnItsSideIsTurnedUpright() {
        Pixels stored = noise(20, 10, 3, 5);
        byte[] png = PngCodec.encode(stored);
        int end = png.length - 12;
        var out = new ByteArrayOutputStream();
        out.write(png, 0, end);
        out.writeBytes(chunk("eXIf", exif(3, false)));
        out.write(png, end, 12);

        assertThat(decoder.decode(out.toByteArray()))
                .isEqualTo(new DecodingOutcome.Decoded(new Orientation(3).upright(stored)));
    }

    @Test
    void exifThatCannotBeReadSaysNothing() throws IOException {
        byte[] jpeg = write(image(40, 30, BufferedImage.TYPE_3BYTE_BGR), "jpeg", false);
        DecodingOutcome plain = decoder.decode(jpeg);
        byte[] whole = exif(6, true);

        int entryEnds = 8 + 2 + 12;
        for (int n = 0; n < entryEnds; n++) {
            assertThat(decoder.decode(withExif(jpeg, Arrays.copyOf(whole, n))))
                    .as("%d bytes", n)
                    .isEqualTo(plain);
        }
        for (int code : new int[] {0, 9, 65535}) {
            assertThat(decoder.decode(withExif(jpeg, exif(code, true)))).isEqualTo(plain);
        }
        byte[] far = exif(6, true);
        ByteBuffer.wrap(far).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(4, -1);
        assertThat(decoder.decode(withExif(jpeg, far))).isEqualTo(plain);
    }

    /** A TIFF header and one directory with one entry: the orientation. */
    private static byte[] exif(int code, boolean littleEndian) {
        return ByteBuffer.allocate(26)
                .order(littleEndian ? java.nio.ByteOrder.LITTLE_ENDIAN : java.nio.ByteOrder.BIG_ENDIAN)
                .put((littleEndian ? "II" : "MM").getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) code)
                .array();
    }

    private static byte[] withExif(byte[] jpeg, byte[] exif) {
        byte[] data = ByteBuffer.allocate(6 + exif.length)
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
                .put(exif)
                .array();
        return withSegment(jpeg, 0xe1, data);
    }

    /** Version, two flags, and what the components are. */
    private static byte[] adobe(int transform) {
        return ByteBuffer.allocate(12)
                .put("Adobe".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 100)
                .putInt(0)
                .put((byte) transform)
                .array();
    }

    private static byte[] withSegment(byte[] jpeg, int marker, byte[] data) {
        return ByteBuffer.allocate(4 + data.length + jpeg.length)
                .put(jpeg, 0, 2)
                .putShort((short) (0xff00 | marker))
                .putShort((short) (2 + data.length))
                .put(data)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    private static byte[] withoutJfif(byte[] jpeg) {
        assertThat(indexOf(jpeg, 0xff, 0xe0)).isEqualTo(2);
        int length = 2 + (ByteBuffer.wrap(jpeg).getShort(4) & 0xffff);
        return ByteBuffer.allocate(jpeg.length - length)
                .put(jpeg, 0, 2)
                .put(jpeg, 2 + length, jpeg.length - 2 - length)
                .array();
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

    private static BufferedImage image(int width, int height, int type) {
        var image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, x * 5 << 16 | y * 7 << 8 | (x + y) * 3);
            }
        }
        return image;
    }

    private static byte[] write(BufferedImage image, String format, boolean progressive) throws IOException {
        var writer = ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), format)
                .next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        var out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static byte[] png(int width, int height, int bits, int colourType, byte[] data) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) bits)
                .put((byte) colourType)
                .array();
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a});
        out.writeBytes(chunk("IHDR", header));
        out.writeBytes(chunk("IDAT", data));
        out.writeBytes(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] body = ByteBuffer.allocate(4 + data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
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

    private static byte[] deflate(byte[] data) {
        var deflater = new Deflater();
        deflater.setInput(data);
        deflater.finish();
        byte[] buffer = new byte[data.length + 64];
        int n = deflater.deflate(buffer);
        deflater.end();
        return Arrays.copyOf(buffer, n);
    }

    private static int indexOf(byte[] bytes, int first, int second) {
        return IntStream.range(0, bytes.length - 1)
                .filter(i -> (bytes[i] & 0xff) == first && (bytes[i + 1] & 0xff) == second)
                .findFirst()
                .orElseThrow();
    }

    /** The same seed gives the same image. */
    private static Pixels noise(int width, int height, int channels, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] samples = new byte[width * height * channels];
        random.nextBytes(samples);
        return new Pixels(width, height, channels, samples);
    }
}
