package org.equipoise.dicom.codec;

import java.util.List;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.RleEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RleTest {

    @ParameterizedTest
    @CsvSource({"1, 8, 8", "3, 8, 8", "1, 12, 16", "1, 16, 16", "3, 16, 16"})
    void whatWasPackedComesBack(int samples, int bits, int allocated) throws DicomException {
        Drawing drawing = Drawing.of(37, 23, samples, bits, 1);

        Decoded decoded = Rle.decode(RleEncoder.encode(drawing, allocated), Samples.shape(drawing, allocated));

        Samples.assertEqual(decoded, drawing);
    }

    /** Worked out by hand: a run of three, a literal of two, a byte that does nothing, and a run of one byte less. */
    @Test
    void controlBytesAreThoseOfPackBits() throws DicomException {
        byte[] segment = {-2, 7, 1, 5, 6, -128, -1, 9, 0};

        Decoded decoded = Rle.decode(RleEncoder.join(List.of(segment)), new Shape(7, 1, 1, 8, 8));

        assertThat(decoded.samples()).containsExactly(7, 7, 7, 5, 6, 9, 9);
    }

    @Test
    void aSegmentThatEndsEarlyIsTruncated() {
        byte[] segment = {-2, 7, 1, 5};
        byte[] code = RleEncoder.join(List.of(segment));

        assertThat(Samples.refusal(() -> Rle.decode(code, new Shape(7, 1, 1, 8, 8))))
                .isEqualTo(Reason.CODESTREAM_TRUNCATED);
    }

    @Test
    void aSegmentThatHoldsMoreThanTheFrameIsCorrupt() {
        byte[] code = RleEncoder.join(List.of(new byte[] {-2, 7, -2, 8}));

        assertThat(Samples.refusal(() -> Rle.decode(code, new Shape(5, 1, 1, 8, 8))))
                .isEqualTo(Reason.CODESTREAM_CORRUPT);
        assertThat(Samples.refusal(() -> Rle.decode(code, new Shape(3, 1, 1, 8, 8))))
                .isEqualTo(Reason.CODESTREAM_CORRUPT);
    }

    @Test
    void anotherNumberOfSegmentsIsAMismatch() {
        byte[] code = RleEncoder.join(List.of(new byte[] {-6, 7}));

        assertThat(Samples.refusal(() -> Rle.decode(code, new Shape(7, 1, 1, 16, 16))))
                .isEqualTo(Reason.CODESTREAM_MISMATCH);
    }
}
