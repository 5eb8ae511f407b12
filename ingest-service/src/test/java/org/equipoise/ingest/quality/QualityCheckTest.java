package org.equipoise.ingest.quality;

import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.TestImages;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class QualityCheckTest {

    private final QualityCheck check = new QualityCheck(Limits.defaults(QualityLimits.class));

    @Test
    void aBlankImageIsConstant() {
        assertThat(check.refusal(new Pixels(8, 8, 1, new byte[64]))).hasValueSatisfying(refusal -> {
            assertThat(refusal.reason()).isEqualTo(RejectionReason.CONSTANT);
            assertThat(refusal.detail()).contains("0.000").contains("1.000");
        });
    }

    @Test
    void oneFlatColourIsConstantAlthoughItsSamplesDiffer() {
        byte[] red = new byte[8 * 8 * 3];
        for (int i = 0; i < red.length; i += 3) {
            red[i] = (byte) 255;
        }

        assertThat(check.refusal(new Pixels(8, 8, 3, red))).isPresent();
    }

    @Test
    void noiseMayPass() {
        assertThat(check.refusal(TestImages.grey(1))).isEmpty();
    }

    /** Half the samples 10, half 14: the deviation is 2. */
    @Test
    void theDeviationIsThatOfThePopulation() {
        byte[] samples = new byte[64];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i % 2 == 0 ? 10 : 14);
        }

        assertThat(QualityCheck.deviation(new Pixels(8, 8, 1, samples))).isCloseTo(2, within(1e-12));
    }
}
