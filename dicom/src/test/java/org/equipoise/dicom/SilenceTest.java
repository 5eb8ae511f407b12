package org.equipoise.dicom;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.equipoise.dicom.pixel.PixelDecoder;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A refusal can be logged: it does not say a value that may be a person's. */
class SilenceTest {

    private static final TransferSyntax LITTLE = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    private static final Drawing DRAWING = Drawing.of(7, 5, 1, 8, 1);

    private static ObjectWriter image() {
        return ObjectWriter.image(LITTLE, DRAWING, 8, "MONOCHROME2").pixels("OB", DRAWING.bytes(8));
    }

    private static DicomException refusal(ObjectWriter object) {
        return catchThrowableOfType(DicomException.class, () -> {
            try (PixelDecoder decoder = new PixelDecoder(Limits.DEFAULT)) {
                decoder.open(Dicom.read(object.toBytes(), Limits.DEFAULT)).frame(0);
            }
        });
    }

    private static void assertSilent(DicomException refused, String value) {
        assertThat(refused).isNotNull().hasMessageNotContaining(value).hasNoCause();
        assertThat(refused.value()).doesNotContain(value);
        assertThat(refused.limit()).doesNotContain(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Winter^Ada",
                "1.2.840.Winter",
                "1.2.840.10008.5.1.4.1.1.99999999999999999999999999999999999999999999"
            })
    void aUidThatIsNoneIsNotSaid(String value) {
        for (int tag : new int[] {Tag.SOP_INSTANCE_UID, Tag.STUDY_INSTANCE_UID, 0x0008_1155, 0x0009_1001}) {
            assertSilent(refusal(image().text(tag, "UI", value)), value);
        }
    }

    @ParameterizedTest
    @CsvSource({"Winter^Ada, LO", "4711081519, UI", "1.2.276.4711081519, UI", "Winter^Ada, ST"})
    void aTransferSyntaxThatIsNoMakersIsNotSaid(String value, String vr) {
        DicomException refused = refusal(image().meta(
                        Tag.TRANSFER_SYNTAX_UID,
                        vr,
                        (value + (value.length() % 2 == 0 ? "" : " ")).getBytes(StandardCharsets.US_ASCII)));

        assertThat(refused.reason()).isIn(Reason.TRANSFER_SYNTAX_UNKNOWN, Reason.UID);
        assertSilent(refused, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WINTER ADA", "4711081519"})
    void aPhotometricInterpretationThatIsNoneIsNotSaid(String value) {
        assertSilent(refusal(image().text(Tag.PHOTOMETRIC_INTERPRETATION, "CS", value)), value);
    }

    @Test
    void aKnownPhotometricInterpretationIsSaid() {
        assertThat(refusal(image().text(Tag.PHOTOMETRIC_INTERPRETATION, "CS", "HSV")))
                .hasMessageContaining("HSV");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Winter^Ada", "4711081519", "471108151", "19310417"})
    void aNumberOfAPersonIsNotSaid(String value) throws DicomException {
        for (int tag :
                new int[] {Tag.ROWS, Tag.COLUMNS, Tag.NUMBER_OF_FRAMES, Tag.BITS_STORED, Tag.SAMPLES_PER_PIXEL}) {
            for (String vr : List.of("IS", "LO")) {
                assertSilent(refusal(image().text(tag, vr, value)), value);
            }
        }
        DataSet person = Dicom.read(
                image().text(0x0010_1000, "LO", "Winter^Ada")
                        .text(0x0010_2154, "SH", "99999999999")
                        .toBytes(),
                Limits.DEFAULT);
        assertSilent(catchThrowableOfType(DicomException.class, () -> person.integer(0x0010_1000)), "Winter");
        assertSilent(catchThrowableOfType(DicomException.class, () -> person.integer(0x0010_2154)), "99999");
    }

    @Test
    void nothingOfADataSetIsPrinted() throws DicomException {
        DataSet read = Dicom.read(image().text(0x0010_0010, "PN", "Winter^Ada").toBytes(), Limits.DEFAULT);

        assertThat(read + " " + read.elements()).doesNotContain("Winter");
    }
}
