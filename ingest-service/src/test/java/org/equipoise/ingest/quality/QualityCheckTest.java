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

    /** Of 12 bits in 16: a dim image of 4 levels would be less than a grey level of 0..255. */
    @Test
    void samplesOfSixteenBitsAreMeasuredAsTheyAreStored() {
        short[] dim = new short[64];
        short[] flat = new short[64];
        for (int i = 0; i < dim.length; i++) {
            dim[i] = (short) (40_000 + i % 4);
            flat[i] = (short) (40_000 + i % 2);
        }

        assertThat(QualityCheck.deviation(Pixels.ofShorts(8, 8, dim))).isCloseTo(Math.sqrt(1.25), within(1e-6));
        assertThat(check.refusal(Pixels.ofShorts(8, 8, dim))).isEmpty();
        assertThat(check.refusal(Pixels.ofShorts(8, 8, flat)))
                .hasValueSatisfying(refusal -> assertThat(refusal.detail())
                        .isEqualTo("the standard deviation is 0.500 stored values, at least 1.000 are needed"));
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
