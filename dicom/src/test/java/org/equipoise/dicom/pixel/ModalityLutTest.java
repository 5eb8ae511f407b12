package org.equipoise.dicom.pixel;

import java.util.List;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Dicom;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ModalityLutTest {

    private static final TransferSyntax LITTLE = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

    private static DataSet read(ObjectWriter writer) throws DicomException {
        return Dicom.read(writer.toBytes(), Limits.DEFAULT);
    }

    private static ObjectWriter rescale(String slope, String intercept) {
        return new ObjectWriter(LITTLE)
                .us(Tag.ROWS, 1)
                .text(Tag.RESCALE_SLOPE, "DS", slope)
                .text(Tag.RESCALE_INTERCEPT, "DS", intercept)
                .text(Tag.RESCALE_TYPE, "LO", "HU");
    }

    @Test
    void slopeAndInterceptMakeHounsfieldUnits() throws DicomException {
        ModalityLut lut = ModalityLut.of(read(rescale("2.5", "-1024")), 0);

        assertThat(lut.apply(100)).isEqualTo(-774);
        assertThat(lut.type()).isEqualTo("HU");
        Frame frame = new Frame(2, 1, PhotometricInterpretation.MONOCHROME2, 12, true, new short[] {-4, 100});
        assertThat(lut.apply(frame)).containsExactly(-1034, -774);
    }

    @Test
    void withoutOneValuesStay() throws DicomException {
        assertThat(ModalityLut.of(read(new ObjectWriter(LITTLE).us(Tag.ROWS, 1)), 0)
                        .apply(-7))
                .isEqualTo(-7);
    }

    @Test
    void aTableEndsWithItsFirstAndLastEntry() throws DicomException {
        ObjectWriter table = new ObjectWriter(LITTLE)
                .us(Tag.LUT_DESCRIPTOR, 3, 0xFFFE, 16)
                .text(Tag.MODALITY_LUT_TYPE, "LO", "OD")
                .us(Tag.LUT_DATA, 500, 600, 65_000);
        ModalityLut lut = ModalityLut.of(
                read(new ObjectWriter(LITTLE)
                        .us(Tag.PIXEL_REPRESENTATION, 1)
                        .sequence(Tag.MODALITY_LUT_SEQUENCE, "SQ", true, List.of(table))),
                0);

        assertThat(lut.type()).isEqualTo("OD");
        assertThat(new double[] {lut.apply(-9), lut.apply(-2), lut.apply(-1), lut.apply(0), lut.apply(9)})
                .containsExactly(500, 500, 600, 65_000, 65_000);
    }

    @Test
    void framesOfAnEnhancedObjectHaveTheirOwn() throws DicomException {
        ObjectWriter shared = new ObjectWriter(LITTLE)
                .sequence(Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE, "SQ", false, List.of(rescale("2", "0")));
        ObjectWriter own = new ObjectWriter(LITTLE)
                .sequence(Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE, "SQ", false, List.of(rescale("3", "1")));
        DataSet read = read(new ObjectWriter(LITTLE)
                .us(Tag.ROWS, 1)
                .sequence(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE, "SQ", false, List.of(shared))
                .sequence(
                        Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, "SQ", true, List.of(own, new ObjectWriter(LITTLE))));

        assertThat(ModalityLut.of(read, 0).apply(5)).isEqualTo(16);
        assertThat(ModalityLut.of(read, 1).apply(5)).isEqualTo(10);
        assertThat(ModalityLut.isOfEachFrame(read)).isTrue();
        assertThat(ModalityLut.isOfEachFrame(read(rescale("2", "0")))).isFalse();
    }

    @Test
    void aSlopeThatIsZeroOrNoNumberIsRefused() {
        for (String slope : new String[] {"0", "x", "NaN", "1e999"}) {
            DicomException refused =
                    catchThrowableOfType(DicomException.class, () -> ModalityLut.of(read(rescale(slope, "0")), 0));
            assertThat(refused.reason()).isEqualTo(Reason.VALUE);
            assertThat(refused.tag()).hasValue(Tag.RESCALE_SLOPE);
        }
    }
}
