package org.equipoise.ingest.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Dicom;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.pixel.PixelDecoder;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Values worked out by hand: two pixels, the first and the last of each row. */
class CanonicalFramesTest {

    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String DX = "1.2.840.10008.5.1.4.1.1.1.1";

    @ParameterizedTest
    @CsvSource({
        // bits, sign, photometric, slope, stored 1, stored 2, bits after, sample 1, sample 2
        "8,  0, MONOCHROME2, 1,   10,  250, 8,  10,   250",
        "8,  0, MONOCHROME1, 1,   10,  250, 8,  245,  5",
        "12, 0, MONOCHROME2, 1,   10, 4095, 16, 10,   4095",
        "12, 0, MONOCHROME1, 1,   10, 4095, 16, 4085, 0",
        "12, 1, MONOCHROME2, 1, -2048,  -1, 16, 0,    2047",
        "12, 1, MONOCHROME1, 1, -2048,  -1, 16, 4095, 2048",
        "16, 1, MONOCHROME2, 1, -32768, 32767, 16, 0, 65535",
        "16, 0, MONOCHROME2, 3,   7, 65535, 16, 7,    65535",
        "12, 0, MONOCHROME2, -1, 10, 4095, 16, 4085, 0",
        "12, 0, MONOCHROME1, -1, 10, 4095, 16, 10,   4095",
    })
    void greyIsWhatIsStoredAndLargeIsBright(
            int bits,
            int signed,
            String photometric,
            int slope,
            int first,
            int last,
            int bitsAfter,
            int firstAfter,
            int lastAfter)
            throws DicomException, ValueException, IOException {
        ObjectWriter object = object("DX", DX, bits, signed, photometric, first, last)
                .text(Tag.RESCALE_SLOPE, "DS", String.valueOf(slope))
                .text(Tag.RESCALE_INTERCEPT, "DS", "0");

        Pixels pixels = only(object);

        assertThat(pixels.bits()).isEqualTo(bitsAfter);
        assertThat(pixels.sample(0)).isEqualTo(firstAfter);
        assertThat(pixels.sample(1)).isEqualTo(lastAfter);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0,    1,   -1024, HU, 31744",
        "0, 4095, 1,   -1024, HU, 35839",
        "1, -2000, 1,  0,     '', 30768",
        "0, 3,    0.5, -1024, HU, 31746",
        "0, 5,    0.5, 0.25,  HU, 32771"
    })
    void aCtIsHounsfieldUnitsRoundedWithZeroInTheMiddle(
            int signed, int stored, String slope, String intercept, String type, int sample)
            throws DicomException, ValueException, IOException {
        ObjectWriter object = object("CT", CT, 16, signed, "MONOCHROME2", stored, stored)
                .text(Tag.RESCALE_SLOPE, "DS", slope)
                .text(Tag.RESCALE_INTERCEPT, "DS", intercept);
        if (!type.isEmpty()) {
            object.text(Tag.RESCALE_TYPE, "LO", type);
        }

        Pixels pixels = only(object);

        assertThat(pixels.bits()).isEqualTo(16);
        assertThat(pixels.sample(0)).isEqualTo(sample);
    }

    @Test
    void aCtWithoutHounsfieldUnitsIsRefused() {
        assertRule(object("CT", CT, 16, 0, "MONOCHROME2", 1, 2), ValueRule.CT_WITHOUT_RESCALE);
        assertRule(
                object("CT", CT, 16, 0, "MONOCHROME2", 1, 2)
                        .text(Tag.RESCALE_INTERCEPT, "DS", "0")
                        .text(Tag.RESCALE_TYPE, "LO", "Z_EFF"),
                ValueRule.CT_OF_ANOTHER_UNIT);
        assertRule(
                object("CT", CT, 16, 0, "MONOCHROME2", 60_000, 2).text(Tag.RESCALE_INTERCEPT, "DS", "0"),
                ValueRule.OUT_OF_RANGE);
    }

    @Test
    void aPetIsRefused() {
        assertRule(object("PT", "1.2.840.10008.5.1.4.1.1.128", 16, 0, "MONOCHROME2", 1, 2), ValueRule.SCALED_PER_IMAGE);
    }

    @Test
    void aTableIsApplied() throws DicomException, ValueException, IOException {
        byte[] entries = shorts(0, 300, 700, 1000);
        ObjectWriter lut = new ObjectWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                .us(Tag.LUT_DESCRIPTOR, 4, 0, 10)
                .bytes(Tag.LUT_DATA, "OW", entries);

        Pixels pixels = only(object("XA", "1.2.840.10008.5.1.4.1.1.12.1", 8, 0, "MONOCHROME2", 1, 3)
                .sequence(Tag.MODALITY_LUT_SEQUENCE, "SQ", false, List.of(lut)));

        assertThat(pixels.bits()).isEqualTo(16);
        assertThat(pixels.sample(0)).isEqualTo(300);
        assertThat(pixels.sample(1)).isEqualTo(1000);
    }

    @Test
    void framesOfAnEnhancedObjectHaveTheirOwnTransformation() throws DicomException, ValueException, IOException {
        ObjectWriter object = header("XA", "1.2.840.10008.5.1.4.1.1.12.1.1", 1, 8, 0, "MONOCHROME2")
                .text(Tag.NUMBER_OF_FRAMES, "IS", "2")
                .sequence(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, "SQ", false, List.of(rescaled("1"), rescaled("-1")))
                .pixels("OB", new byte[] {10, 20, 10, 20});
        DataSet dataSet = Dicom.read(object.toBytes(), Limits.DEFAULT);
        try (PixelDecoder decoder = new PixelDecoder(Limits.DEFAULT)) {
            CanonicalFrames frames = CanonicalFrames.of(dataSet, decoder.open(dataSet));

            assertThat(frames.frame(0).sample(0)).isEqualTo(10);
            assertThat(frames.frame(1).sample(0)).isEqualTo(245);
        }
    }

    private static ObjectWriter rescaled(String slope) {
        ObjectWriter values = new ObjectWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                .text(Tag.RESCALE_SLOPE, "DS", slope)
                .text(Tag.RESCALE_INTERCEPT, "DS", "0");
        return new ObjectWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                .sequence(Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE, "SQ", false, List.of(values));
    }

    @Test
    void colourIsRgbOfEightBits() throws DicomException, ValueException, IOException {
        byte[] rgb = {1, 2, 3, (byte) 200, 100, 50};

        Pixels pixels = only(header("XC", "1.2.840.10008.5.1.4.1.1.77.1.4", 3, 8, 0, "RGB")
                .us(Tag.PLANAR_CONFIGURATION, 0)
                .pixels("OB", rgb));

        assertThat(pixels).isEqualTo(new Pixels(2, 1, 3, rgb));
        assertRule(
                header("XC", "1.2.840.10008.5.1.4.1.1.77.1.4", 3, 16, 0, "RGB")
                        .us(Tag.PLANAR_CONFIGURATION, 0)
                        .pixels("OW", shorts(1, 2, 3, 4, 5, 6)),
                ValueRule.COLOUR_TOO_DEEP);
    }

    private static void assertRule(ObjectWriter object, ValueRule rule) {
        assertThatThrownBy(() -> only(object))
                .isInstanceOf(ValueException.class)
                .satisfies(e -> assertThat(((ValueException) e).rule()).isEqualTo(rule));
    }

    private static Pixels only(ObjectWriter object) throws DicomException, ValueException, IOException {
        DataSet dataSet = Dicom.read(object.toBytes(), Limits.DEFAULT);
        try (PixelDecoder decoder = new PixelDecoder(Limits.DEFAULT)) {
            CanonicalFrames frames = CanonicalFrames.of(dataSet, decoder.open(dataSet));
            assertThat(frames.count()).isEqualTo(1);
            assertThat(frames.pixelsOfAFrame()).isEqualTo(2);
            return frames.frame(0);
        }
    }

    private static ObjectWriter object(
            String modality, String sopClass, int bits, int signed, String photometric, int first, int last) {
        ObjectWriter object = header(modality, sopClass, 1, bits, signed, photometric);
        return bits <= 8
                ? object.pixels("OB", new byte[] {(byte) first, (byte) last})
                : object.pixels("OW", shorts(first & (1 << bits) - 1, last & (1 << bits) - 1));
    }

    private static ObjectWriter header(
            String modality, String sopClass, int samples, int bits, int signed, String photometric) {
        return new ObjectWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                .text(Tag.SOP_CLASS_UID, "UI", sopClass)
                .text(Tag.MODALITY, "CS", modality)
                .us(Tag.SAMPLES_PER_PIXEL, samples)
                .text(Tag.PHOTOMETRIC_INTERPRETATION, "CS", photometric)
                .us(Tag.ROWS, 1)
                .us(Tag.COLUMNS, 2)
                .us(Tag.BITS_ALLOCATED, bits <= 8 ? 8 : 16)
                .us(Tag.BITS_STORED, bits)
                .us(Tag.HIGH_BIT, bits - 1)
                .us(Tag.PIXEL_REPRESENTATION, signed);
    }

    private static byte[] shorts(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return buffer.array();
    }
}
