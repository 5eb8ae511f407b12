package org.equipoise.local.phantom;

import java.util.stream.LongStream;

import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class LungPhantomTest {

    private static final int DRAWN = 60;

    /** Changing a phantom changes what the demonstration shows: measure the recipes again, then these. */
    @ParameterizedTest
    @CsvSource({
        "NONE,1,2e871600e4878e89ccee463f180bc31b0bae11845f01b9d9e03f41ab7723a489",
        "BENIGN,1,3f7b2655a9aeaea1da390cff1190f05b62439924077bf086abf4a830171e3088",
        "MALIGNANT,1,a7ec956ea65bbace53fd131dd6fb6434e460165a59b7338ab3c017412c9d8ca5",
        "MALIGNANT,2,8f51a0d6d3a762b5137593f0414f8a3b747e0759092334e95cf741ecd6fcc7d2"
    })
    void theSameSeedGivesTheSamePixelsEverywhere(Finding finding, long seed, String imageId) {
        assertThat(ImageId.of(LungPhantom.draw(finding, seed))).isEqualTo(imageId);
    }

    @ParameterizedTest
    @EnumSource(Finding.class)
    void everySeedGivesAnotherImage(Finding finding) {
        long images = LongStream.range(0, DRAWN)
                .mapToObj(seed -> ImageId.of(LungPhantom.draw(finding, seed)))
                .distinct()
                .count();

        assertThat(images).isEqualTo(DRAWN);
    }

    @Test
    void aNoduleIsBrighterThanLungAndAMalignantOneIsWider() {
        double none = meanRing(Finding.NONE, 0, 4) - meanRing(Finding.NONE, 26, 30);
        double benign = meanRing(Finding.BENIGN, 0, 4) - meanRing(Finding.BENIGN, 26, 30);
        double malignant = meanRing(Finding.MALIGNANT, 0, 4) - meanRing(Finding.MALIGNANT, 26, 30);
        double benignRim = meanRing(Finding.BENIGN, 9, 13) - meanRing(Finding.BENIGN, 26, 30);
        double malignantRim = meanRing(Finding.MALIGNANT, 9, 13) - meanRing(Finding.MALIGNANT, 26, 30);

        assertThat(none).isBetween(-12.0, 12.0);
        assertThat(benign).isGreaterThan(30);
        assertThat(malignant).isGreaterThan(30);
        assertThat(malignantRim).isGreaterThan(benignRim + 15);
    }

    @Test
    void noPhantomIsSaturated() {
        for (Finding finding : Finding.values()) {
            for (int seed = 0; seed < DRAWN; seed++) {
                byte[] samples = LungPhantom.draw(finding, seed).samples();
                int extremes = 0;
                for (byte sample : samples) {
                    extremes += sample == 0 || sample == (byte) 255 ? 1 : 0;
                }
                assertThat(extremes / (double) samples.length)
                        .as("%s, seed %d", finding, seed)
                        .isLessThan(0.05);
            }
        }
    }

    /** Mean grey level of a ring around the middle, over many seeds. */
    private static double meanRing(Finding finding, double from, double to) {
        double sum = 0;
        long n = 0;
        for (int seed = 0; seed < DRAWN; seed++) {
            Pixels pixels = LungPhantom.draw(finding, seed);
            for (int y = 0; y < pixels.height(); y++) {
                for (int x = 0; x < pixels.width(); x++) {
                    double r = Math.hypot(x - 31.5, y - 31.5);
                    if (r >= from && r < to) {
                        sum += pixels.sample(x, y, 0);
                        n++;
                    }
                }
            }
        }
        return sum / n;
    }
}
