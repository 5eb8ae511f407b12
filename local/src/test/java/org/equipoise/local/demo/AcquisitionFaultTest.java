package org.equipoise.local.demo;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.local.phantom.Finding;
import org.equipoise.local.phantom.LungPhantom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class AcquisitionFaultTest {

    @ParameterizedTest
    @EnumSource(Finding.class)
    void aBrokenPhantomPassesTheQualityChecks(Finding finding) {
        for (int seed = 0; seed < 50; seed++) {
            Pixels broken = AcquisitionFault.apply(LungPhantom.draw(finding, seed));

            assertThat(standardDeviation(broken)).as("seed %d", seed).isGreaterThan(10);
        }
    }

    @Test
    void anImageThatIsAlmostWhiteStillHasStructure() {
        byte[] samples = new byte[28 * 28];
        java.util.Arrays.fill(samples, (byte) 200);

        assertThat(standardDeviation(AcquisitionFault.apply(new Pixels(28, 28, 1, samples))))
                .isGreaterThan(1);
    }

    @Test
    void theHazeIsStrongestInTheMiddleAndTheSameInEveryChannel() {
        var black = new Pixels(31, 21, 3, new byte[31 * 21 * 3]);

        Pixels broken = AcquisitionFault.apply(black);

        assertThat(broken.sample(15, 10, 0)).isEqualTo(160);
        assertThat(broken.sample(15, 10, 2)).isEqualTo(160);
        assertThat(broken.sample(0, 0, 1)).isBetween(5, 60);
        assertThat(broken.toString()).isEqualTo("31x21x3");
    }

    @Test
    void ofSixteenBitsTheHazeFollowsTheValuesOfTheImage() {
        short[] samples = new short[31 * 21];
        samples[0] = 4095;

        Pixels broken = AcquisitionFault.apply(Pixels.ofShorts(31, 21, samples));

        assertThat(broken.bits()).isEqualTo(16);
        assertThat(broken.sample(15, 10, 0)).isEqualTo(2569);
        assertThat(broken.sample(0, 0, 0)).isEqualTo(4095);
    }

    private static double standardDeviation(Pixels pixels) {
        double sum = 0;
        double squares = 0;
        for (byte sample : pixels.samples()) {
            sum += sample & 0xff;
            squares += (double) (sample & 0xff) * (sample & 0xff);
        }
        double mean = sum / pixels.length();
        return Math.sqrt(squares / pixels.length() - mean * mean);
    }
}
