package org.equipoise.dicom;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

import org.equipoise.dicom.pixel.PixelData;
import org.equipoise.dicom.pixel.PixelDecoder;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.Jpeg2000Encoder;
import org.equipoise.dicom.synthetic.JpegEncoder;
import org.equipoise.dicom.synthetic.JpegLsEncoder;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.equipoise.dicom.synthetic.RleEncoder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** One object for each reason, and what the refusal says. */
class RefusalsTest {

    private static final TransferSyntax LITTLE = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    private static final Limits SMALL =
            new Limits(4_000, 1_000, 1_500, 3, 40, 5_000, 4, 900, 2_000, Duration.ofSeconds(30), 256);
    private static final Drawing DRAWING = Drawing.of(17, 13, 1, 8, 1);

    /** An object and what is broken in it. */
    private record Broken(ByteBuffer bytes, Limits limits, int tag, String message) {
        Broken(byte[] object, Limits limits, int tag, String message) {
            this(ByteBuffer.wrap(object), limits, tag, message);
        }

        Broken(ObjectWriter writer, Limits limits, int tag, String message) {
            this(writer.toBytes(), limits, tag, message);
        }
    }

    private static ObjectWriter image() {
        return ObjectWriter.image(LITTLE, DRAWING, 8, "MONOCHROME2").pixels("OB", DRAWING.bytes(8));
    }

    private static ObjectWriter coded(TransferSyntax syntax, byte[] frame) {
        return ObjectWriter.image(syntax, DRAWING, 8, "MONOCHROME2").fragments(new byte[0], List.of(frame));
    }

    private static ObjectWriter nested(int depth) {
        ObjectWriter writer = new ObjectWriter(LITTLE).us(Tag.ROWS, 1);
        for (int i = 0; i < depth; i++) {
            writer = new ObjectWriter(LITTLE).sequence(Tag.MODALITY_LUT_SEQUENCE, "SQ", i % 2 == 0, List.of(writer));
        }
        return writer;
    }

    private static final Map<Reason, Broken> BROKEN = new EnumMap<>(Reason.class);

    @BeforeAll
    static void breakThem() throws Exception {
        BROKEN.putAll(broken());
    }

    private static Map<Reason, Broken> broken() throws Exception {
        byte[] whole = image().toBytes();
        byte[] lossless = JpegEncoder.lossless(DRAWING, 1, true, 0);
        byte[] damaged = JpegLsEncoder.encode(DRAWING, 0, 0);
        damaged[1] = 0;
        Map<Reason, Broken> all = new EnumMap<>(Reason.class);
        all.put(Reason.NOT_DICOM, new Broken(new byte[500], SMALL, 0, "no preamble"));
        all.put(Reason.OBJECT_TOO_LARGE, new Broken(new byte[4_001], SMALL, 0, "4001, limit 4000"));
        all.put(Reason.TRUNCATED, new Broken(Arrays.copyOf(whole, 136), SMALL, 0, "4 bytes left, limit at least 8"));
        all.put(
                Reason.LENGTH_EXCEEDS_CONTAINER,
                new Broken(Arrays.copyOf(whole, whole.length - 1), SMALL, Tag.PIXEL_DATA, "222, limit 221"));
        all.put(
                Reason.VALUE_TOO_LONG,
                new Broken(
                        new ObjectWriter(LITTLE).bytes(0x0009_1001, "OB", new byte[1_002]),
                        SMALL,
                        0x0009_1001,
                        "1002, limit 1000"));
        all.put(
                Reason.VALUES_TOO_LARGE,
                new Broken(
                        new ObjectWriter(LITTLE)
                                .bytes(0x0009_1001, "OB", new byte[900])
                                .bytes(0x0009_1002, "OB", new byte[900]),
                        SMALL,
                        0x0009_1002,
                        "limit 1500"));
        all.put(Reason.NESTING_TOO_DEEP, new Broken(nested(4), SMALL, Tag.MODALITY_LUT_SEQUENCE, "4, limit 3"));
        ObjectWriter many = new ObjectWriter(LITTLE);
        for (int i = 0; i < 50; i++) {
            many.us(0x0009_1000 + i, i);
        }
        all.put(Reason.TOO_MANY_ELEMENTS, new Broken(many, SMALL, 0, "41, limit 40"));
        byte[] rows = new ObjectWriter(LITTLE).us(Tag.ROWS, 5).dataSet();
        all.put(
                Reason.DUPLICATE_ELEMENT,
                new Broken(new ObjectWriter(LITTLE).us(Tag.ROWS, 4).trailing(rows), SMALL, Tag.ROWS, "twice"));
        all.put(
                Reason.VALUE_REPRESENTATION,
                new Broken(
                        new ObjectWriter(LITTLE).us(Tag.ROWS, 4).bytes(Tag.COLUMNS, "zz", rows),
                        SMALL,
                        Tag.COLUMNS,
                        "0x7A7A"));
        all.put(
                Reason.STRUCTURE,
                new Broken(
                        new ObjectWriter(LITTLE).bytes(Tag.MODALITY_LUT_SEQUENCE, "SQ", rows),
                        SMALL,
                        Tag.MODALITY_LUT_SEQUENCE,
                        "holds (0028,0010), limit items only"));
        all.put(
                Reason.UID,
                new Broken(
                        new ObjectWriter(LITTLE).text(Tag.SOP_INSTANCE_UID, "UI", "../../etc/passwd"),
                        SMALL,
                        Tag.SOP_INSTANCE_UID,
                        "16 characters that are none"));
        all.put(Reason.VALUE, new Broken(image().us(Tag.BITS_STORED, 9), SMALL, Tag.BITS_STORED, "9, limit 1 to 8"));
        all.put(Reason.MISSING, new Broken(image().without(Tag.COLUMNS), SMALL, Tag.COLUMNS, ""));
        all.put(Reason.DEFLATE, new Broken(deflatedGarbage(), SMALL, 0, "RFC 1951"));
        all.put(
                Reason.INFLATED_TOO_LARGE,
                new Broken(
                        new ObjectWriter(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)
                                .bytes(Tag.PIXEL_DATA, "OB", new byte[5_100]),
                        SMALL,
                        0,
                        "limit 5000"));
        all.put(
                Reason.TRANSFER_SYNTAX_UNKNOWN,
                new Broken(image().named("1.2.840.113619.5.2"), SMALL, Tag.TRANSFER_SYNTAX_UID, "1.2.840.113619.5.2"));
        all.put(
                Reason.TRANSFER_SYNTAX_UNSUPPORTED,
                new Broken(coded(TransferSyntax.HTJ2K, lossless), SMALL, Tag.TRANSFER_SYNTAX_UID, "HTJ2K 1.2.840"));
        all.put(Reason.NO_PIXEL_DATA, new Broken(image().without(Tag.PIXEL_DATA), SMALL, Tag.PIXEL_DATA, ""));
        all.put(
                Reason.PIXELS_UNSUPPORTED,
                new Broken(image().us(Tag.BITS_ALLOCATED, 32), SMALL, Tag.BITS_ALLOCATED, "32, limit 1, 8 or 16"));
        all.put(
                Reason.TOO_MANY_FRAMES,
                new Broken(image().text(Tag.NUMBER_OF_FRAMES, "IS", "5"), SMALL, Tag.NUMBER_OF_FRAMES, "5, limit 4"));
        all.put(Reason.FRAME_TOO_LARGE, new Broken(image().us(Tag.ROWS, 60), SMALL, 0, "1020 samples, limit 900"));
        all.put(
                Reason.TOO_MANY_SAMPLES,
                new Broken(
                        image().us(Tag.ROWS, 50).text(Tag.NUMBER_OF_FRAMES, "IS", "3"), SMALL, 0, "2550, limit 2000"));
        all.put(Reason.PIXELS_TRUNCATED, new Broken(image().us(Tag.ROWS, 14), SMALL, Tag.PIXEL_DATA, "222, limit 238"));
        all.put(
                Reason.FRAGMENTS,
                new Broken(
                        coded(TransferSyntax.RLE_LOSSLESS, RleEncoder.encode(DRAWING, 8))
                                .text(Tag.NUMBER_OF_FRAMES, "IS", "2"),
                        SMALL,
                        Tag.PIXEL_DATA,
                        "1 fragments, limit 2 frames"));
        all.put(
                Reason.CODESTREAM_MISMATCH,
                new Broken(
                        coded(TransferSyntax.JPEG_LOSSLESS, lossless).us(Tag.ROWS, 12),
                        SMALL,
                        Tag.ROWS,
                        "13, limit 12"));
        all.put(
                Reason.CODESTREAM_TRUNCATED,
                new Broken(
                        coded(TransferSyntax.JPEG_LOSSLESS, Arrays.copyOf(lossless, 100)),
                        SMALL,
                        0,
                        "limit all samples"));
        all.put(
                Reason.CODESTREAM_CORRUPT,
                new Broken(coded(TransferSyntax.JPEG_LS_LOSSLESS, damaged), SMALL, 0, "no start of image"));
        all.put(
                Reason.CODESTREAM_UNSUPPORTED,
                new Broken(coded(TransferSyntax.JPEG_BASELINE, lossless), SMALL, Tag.PIXEL_DATA, "process FFC3"));
        Drawing large = Drawing.of(1_200, 1_200, 1, 8, 1);
        byte[] jpeg2000 = ObjectWriter.image(TransferSyntax.JPEG_2000_LOSSLESS, large, 8, "MONOCHROME2")
                .fragments(new byte[0], List.of(Jpeg2000Encoder.codestream(large)))
                .toBytes();
        all.put(
                Reason.CODEC_TIME,
                new Broken(jpeg2000, Limits.DEFAULT.withCodec(Duration.ofMillis(1), 256), 0, "JPEG 2000"));
        all.put(
                Reason.CODEC_MEMORY,
                new Broken(jpeg2000, Limits.DEFAULT.withCodec(Duration.ofSeconds(60), 8), 0, "JPEG 2000"));
        return all;
    }

    private static byte[] deflatedGarbage() {
        byte[] whole = new ObjectWriter(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)
                .bytes(Tag.PIXEL_DATA, "OB", new byte[500])
                .toBytes();
        byte[] garbage = Arrays.copyOf(whole, whole.length + 200);
        // Reserved type of block (RFC 1951, 3.2.3).
        Arrays.fill(garbage, startOfDataSet(), garbage.length, (byte) 0x07);
        return garbage;
    }

    private static int startOfDataSet() {
        return new ObjectWriter(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN).toBytes().length
                - ObjectWriter.deflated(new byte[0]).length;
    }

    @ParameterizedTest
    @EnumSource
    void eachReasonSaysWhatIsBrokenAndTheLimit(Reason reason) {
        Broken object = BROKEN.get(reason);
        assertThat(object).as("an object for " + reason).isNotNull();

        DicomException refused = catchThrowableOfType(DicomException.class, () -> decode(object));

        assertThat(refused).as(reason + " refused").isNotNull();
        assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
        assertThat(refused.tag()).isEqualTo(object.tag() == 0 ? OptionalInt.empty() : OptionalInt.of(object.tag()));
        assertThat(refused).hasMessageContaining(object.message());
        assertThat(refused.value().length()).isLessThanOrEqualTo(64);
    }

    private static void decode(Broken object) throws Exception {
        DataSet dataSet = Dicom.read(object.bytes().array(), object.limits());
        try (PixelDecoder decoder = new PixelDecoder(object.limits())) {
            PixelData pixels = decoder.open(dataSet);
            for (int i = 0; i < pixels.frames(); i++) {
                pixels.frame(i);
            }
        }
    }

    @Test
    void everyTransferSyntaxThatIsNotDecodedIsRefusedByItsName() {
        Stream.of(TransferSyntax.values())
                .filter(syntax -> syntax.coding() == TransferSyntax.Coding.UNSUPPORTED)
                .forEach(syntax -> {
                    Broken object = new Broken(coded(syntax, new byte[10]), SMALL, 0, "");
                    DicomException refused = catchThrowableOfType(DicomException.class, () -> decode(object));
                    assertThat(refused.reason()).isEqualTo(Reason.TRANSFER_SYNTAX_UNSUPPORTED);
                    assertThat(refused).hasMessageContaining(syntax.name());
                });
    }

    @Test
    void uidsOfMoreThan64CharactersAreRefused() throws DicomException {
        String longest = "1." + "2".repeat(62);
        byte[] allowed = new ObjectWriter(LITTLE)
                .text(Tag.SOP_INSTANCE_UID, "UI", longest)
                .toBytes();
        byte[] tooLong = new ObjectWriter(LITTLE)
                .text(Tag.SOP_INSTANCE_UID, "UI", longest + "3")
                .toBytes();

        assertThat(Dicom.read(allowed, SMALL).text(Tag.SOP_INSTANCE_UID)).hasValue(longest);
        assertThat(catchThrowableOfType(DicomException.class, () -> Dicom.read(tooLong, SMALL))
                        .reason())
                .isEqualTo(Reason.UID);
    }

    @Test
    void aStreamIsReadNoFurtherThanItsLimit() {
        DicomException refused = catchThrowableOfType(
                DicomException.class, () -> Dicom.read(new ByteArrayInputStream(new byte[5_000]), SMALL));

        assertThat(refused.reason()).isEqualTo(Reason.OBJECT_TOO_LARGE);
    }

    @Test
    void aRefusalIsShortAndPrintable() {
        DicomException refused = DicomException.of(Reason.VALUE, Tag.ROWS, "\u0000\n" + "x".repeat(1_000), "ü");

        assertThat(refused).hasMessageStartingWith("VALUE (0028,0010): ??xx").hasMessageEndingWith("limit ?");
        assertThat(refused.value()).hasSize(64);
    }

    @Test
    void everyObjectThatIsCutIsRefusedOrWhole() {
        byte[] whole = image().toBytes();
        for (int cut = 0; cut < whole.length; cut++) {
            byte[] part = Arrays.copyOf(whole, cut);
            DicomException refused =
                    catchThrowableOfType(DicomException.class, () -> decode(new Broken(part, SMALL, 0, "")));
            assertThat(refused).as("cut at byte %d", cut).isNotNull();
        }
    }

    @Test
    void limitsAreAtLeastOne() {
        IllegalArgumentException refused =
                catchThrowableOfType(IllegalArgumentException.class, () -> Limits.DEFAULT.withCodec(Duration.ZERO, 1));

        assertThat(refused).hasMessage("codecTime is 0, it must be at least 1");
        assertThat(Limits.DEFAULT)
                .isEqualTo(new Limits(
                        134_217_728L,
                        1_048_576,
                        67_108_864L,
                        12,
                        20_000,
                        67_108_864,
                        4_096,
                        40_000_000,
                        400_000_000L,
                        Duration.ofSeconds(60),
                        1_024));
    }
}
