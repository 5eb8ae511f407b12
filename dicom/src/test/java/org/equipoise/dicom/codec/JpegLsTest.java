package org.equipoise.dicom.codec;

import java.util.Arrays;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.JpegLsEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class JpegLsTest {

    @ParameterizedTest
    @CsvSource({
        "1, 2, 0, 0",
        "1, 7, 0, 0",
        "1, 8, 0, 0",
        "1, 12, 0, 0",
        "1, 16, 0, 0",
        "3, 8, 0, 0",
        "3, 8, 0, 1",
        "3, 8, 0, 2",
        "3, 16, 0, 2",
        "1, 8, 2, 0",
        "1, 12, 5, 0",
        "3, 8, 3, 1",
        "3, 8, 3, 2"
    })
    void samplesComeBackAsNearAsTheyWereCoded(int samples, int bits, int near, int interleaving) throws DicomException {
        for (int seed = 0; seed < 5; seed++) {
            Drawing drawing = Drawing.of(33 + seed, 19, samples, bits, seed);
            byte[] code = JpegLsEncoder.encode(drawing, near, interleaving);

            Decoded decoded = JpegLs.decode(code, Samples.shape(drawing, bits > 8 ? 16 : 8));

            Samples.assertClose(decoded, drawing, near);
        }
    }

    @Test
    void everyCodestreamThatIsCutIsRefused() {
        Drawing drawing = Drawing.of(31, 17, 1, 12, 1);
        byte[] code = JpegLsEncoder.encode(drawing, 0, 0);
        for (int cut = 0; cut < code.length; cut++) {
            byte[] part = Arrays.copyOf(code, cut);
            assertThat(Samples.refusal(() -> JpegLs.decode(part, Samples.shape(drawing, 16))))
                    .isIn(Reason.CODESTREAM_TRUNCATED, Reason.CODESTREAM_CORRUPT);
        }
    }

    @Test
    void aScanThatEndsEarlyIsTruncatedThoughTheEndMarkerIsThere() {
        Drawing drawing = Drawing.of(31, 17, 1, 8, 1);
        byte[] code = JpegLsEncoder.encode(drawing, 0, 0);
        byte[] part = Arrays.copyOf(code, code.length - 40);
        part[part.length - 3] = 1;
        part[part.length - 2] = (byte) 0xFF;
        part[part.length - 1] = (byte) 0xD9;

        assertThat(Samples.refusal(() -> JpegLs.decode(part, Samples.shape(drawing, 8))))
                .isEqualTo(Reason.CODESTREAM_TRUNCATED);
    }

    @Test
    void anotherSizeIsRefusedBeforeAnythingIsDecoded() {
        byte[] code = JpegLsEncoder.encode(Drawing.of(31, 17, 1, 8, 1), 0, 0);

        assertThat(Samples.refusal(() -> JpegLs.decode(code, new Shape(31, 18, 1, 8, 8))))
                .isEqualTo(Reason.CODESTREAM_MISMATCH);
    }
}
