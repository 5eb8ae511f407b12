package org.equipoise.dicom.codec;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.synthetic.Drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What tests of codecs ask. */
final class Samples {

    interface Attempt {
        Object run() throws Exception;
    }

    private Samples() {}

    static Shape shape(Drawing drawing, int allocated) {
        return new Shape(drawing.columns(), drawing.rows(), drawing.samples(), allocated, drawing.bits());
    }

    static void assertEqual(Decoded decoded, Drawing drawing) {
        assertClose(decoded, drawing, 0);
    }

    static void assertClose(Decoded decoded, Drawing drawing, int most) {
        short[] samples = decoded.samples();
        int worst = 0;
        for (int i = 0; i < samples.length; i++) {
            worst = Math.max(worst, Math.abs((samples[i] & 0xFFFF) - drawing.value(i)));
        }
        assertThat(samples).hasSize(drawing.values().length);
        assertThat(worst).isLessThanOrEqualTo(most);
    }

    static Reason refusal(Attempt attempt) {
        DicomException refused = catchThrowableOfType(DicomException.class, attempt::run);
        assertThat(refused).as("refused").isNotNull();
        return refused.reason();
    }
}
