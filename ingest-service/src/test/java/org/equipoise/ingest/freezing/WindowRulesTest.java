package org.equipoise.ingest.freezing;

import java.util.Arrays;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.ingest.freezing.FreezeOutcome.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WindowRulesTest {

    private static final WindowWish UNSAID = new WindowWish.Unsaid();
    private static final boolean CT = true;

    @Test
    void theWindowEndsAtPercentilesOfTheTrainingSamples() {
        WindowChoice.Outcome.Chosen chosen = chosen(UNSAID, !CT, ramp());

        assertThat(chosen.window())
                .isEqualTo(new ValueWindow(2, 1998, "percentiles 0.1 and 99.9 of the training samples"));
        assertThat(chosen.findings())
                .containsExactly("Samples of 16 bits are seen from 2 to 1998 (percentiles 0.1 and 99.9 of the training"
                        + " samples); 0.05 % of the training samples lie below and 0.10 % above.");
    }

    /** One defective pixel in 2000 samples does not stretch the window to 65535. */
    @Test
    void aSinglePixelDoesNotDecide() {
        short[] samples = ramp();
        samples[0] = (short) 65_535;

        assertThat(chosen(UNSAID, !CT, samples).window())
                .isNotNull()
                .satisfies(window -> assertThat(window.high()).isEqualTo(1999));
    }

    @Test
    void computedTomographyHasAFixedWindow() {
        short[] samples = hounsfield(-1000, 40);

        assertThat(chosen(UNSAID, CT, samples).window())
                .isEqualTo(new ValueWindow(31_744, 35_839, "fixed for CT: -1024 to 3071 HU, stored as HU + 32768"));
        assertThat(chosen(new WindowWish.Percentiles(), CT, samples).window())
                .isNotNull()
                .satisfies(window -> assertThat(window.low()).isEqualTo(31_768));
    }

    /** 12 bits of a file that says CT, but was not rescaled: the fixed window would show nothing of it. */
    @Test
    void whatSaysCtAndHoldsNoHounsfieldUnitsIsRefused() {
        FreezeOutcome.Refused refused = refused(UNSAID, CT, ramp());

        assertThat(refused.refusal()).isEqualTo(Refusal.UNFIT);
        assertThat(refused.message())
                .isEqualTo("the images say modality CT, but only 0.0 % of the training samples lie in -1024 to 3071 HU,"
                        + " stored as HU + 32768: if they are no Hounsfield units, ask for window=percentiles or"
                        + " LOW:HIGH in stored values");
    }

    @Test
    void aWindowThatWasAskedForIsTaken() {
        assertThat(chosen(WindowWish.of("0:4095"), !CT, ramp()).window())
                .isEqualTo(new ValueWindow(0, 4095, "as asked for: 0 to 4095"));
        assertThat(chosen(WindowWish.of("-160:240HU"), CT, hounsfield(-1000, 40))
                        .window())
                .isEqualTo(new ValueWindow(32_608, 33_008, "as asked for: -160 to 240 HU, stored as HU + 32768"));
        assertThat(refused(WindowWish.of("-160:240HU"), !CT, ramp()).message())
                .isEqualTo("a window in HU needs images of modality CT alone; ask for LOW:HIGH in stored values");
    }

    /** A version that is frozen again through its own window keeps the reason for it. */
    @Test
    void whatWouldBeChosenAnywayKeepsItsRule() {
        assertThat(chosen(WindowWish.of("2:1998"), !CT, ramp()).window())
                .isEqualTo(chosen(UNSAID, !CT, ramp()).window());
        assertThat(chosen(WindowWish.of("31744:35839"), CT, hounsfield(-1000, 40))
                        .window())
                .isEqualTo(chosen(UNSAID, CT, hounsfield(-1000, 40)).window());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2000:65535", "0:1"})
    void aWindowThatShowsNothingIsRefused(String window) {
        FreezeOutcome.Refused refused = refused(WindowWish.of(window), !CT, ramp());

        assertThat(refused.refusal()).isEqualTo(Refusal.BAD_REQUEST);
        assertThat(refused.message()).endsWith("shows nothing: the training samples are 1 to 2000");
    }

    /** More than 99.8 % of the samples are background. */
    @Test
    void wherePercentilesFallTogetherTheSmallestAndLargestSampleAreTaken() {
        short[] samples = new short[2000];
        Arrays.fill(samples, (short) 7);
        samples[0] = 900;

        assertThat(chosen(UNSAID, !CT, samples).window())
                .isEqualTo(new ValueWindow(
                        7,
                        900,
                        "smallest and largest of the training samples, whose percentiles 0.1 and 99.9 are the same"));
    }

    @Test
    void constantImagesHaveNoWindow() {
        short[] samples = new short[2000];
        Arrays.fill(samples, (short) 7);

        assertThat(refused(UNSAID, !CT, samples).message())
                .isEqualTo("all samples of the training images are 7, there is nothing to see");
    }

    @Test
    void nothingAndPercentilesAreWishes() {
        assertThat(WindowWish.of(null)).isEqualTo(UNSAID);
        assertThat(WindowWish.of("percentiles")).isEqualTo(new WindowWish.Percentiles());
        assertThat(WindowWish.of("0:65535")).isEqualTo(new WindowWish.Stored(0, 65_535));
        assertThat(WindowWish.of("-32768:32767HU")).isEqualTo(new WindowWish.Hounsfield(-32_768, 32_767));
    }

    @ParameterizedTest
    @CsvSource({
        "-1:10, 'window must lie in 0 to 65535 with LOW below HIGH, got -1 to 10'",
        "0:65536, 'window must lie in 0 to 65535 with LOW below HIGH, got 0 to 65536'",
        "9:9, 'window must lie in 0 to 65535 with LOW below HIGH, got 9 to 9'",
        "-32769:0HU, 'window must lie in -32768 to 32767 HU with LOW below HIGH, got -32769 to 0'",
        "'', 'window must be LOW:HIGH in stored values, LOW:HIGHHU in Hounsfield units or percentiles, got something else of 0 characters'",
        "0-4095, 'window must be LOW:HIGH in stored values, LOW:HIGHHU in Hounsfield units or percentiles, got something else of 6 characters'",
        "1:999999, 'window must be LOW:HIGH in stored values, LOW:HIGHHU in Hounsfield units or percentiles, got something else of 8 characters'"
    })
    void whatIsNoWindowIsRefusedInWords(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WindowWish.of(text))
                .withMessage(message);
    }

    private static WindowChoice.Outcome.Chosen chosen(WindowWish wish, boolean tomography, short[] samples) {
        WindowChoice.Outcome outcome = WindowRules.choose(wish, tomography, histogram(samples));
        assertThat(outcome).isInstanceOf(WindowChoice.Outcome.Chosen.class);
        return (WindowChoice.Outcome.Chosen) outcome;
    }

    private static FreezeOutcome.Refused refused(WindowWish wish, boolean tomography, short[] samples) {
        WindowChoice.Outcome outcome = WindowRules.choose(wish, tomography, histogram(samples));
        assertThat(outcome).isInstanceOf(WindowChoice.Outcome.Refused.class);
        return ((WindowChoice.Outcome.Refused) outcome).refusal();
    }

    private static SampleHistogram histogram(short[] samples) {
        var histogram = new SampleHistogram();
        histogram.add(Pixels.ofShorts(samples.length, 1, samples));
        return histogram;
    }

    /** 1 to 2000, each once. */
    private static short[] ramp() {
        short[] samples = new short[2000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (i + 1);
        }
        return samples;
    }

    /** Half of the one and half of the other, as the canonical image has them. */
    private static short[] hounsfield(int one, int other) {
        short[] samples = new short[2000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) ((i % 2 == 0 ? one : other) + WindowRules.HOUNSFIELD_ZERO);
        }
        return samples;
    }
}
