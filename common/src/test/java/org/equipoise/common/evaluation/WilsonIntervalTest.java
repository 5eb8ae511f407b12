package org.equipoise.common.evaluation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class WilsonIntervalTest {

    /** With z = 2 and 0 of 4: centre (0 + 4/8) / (1 + 4/4) = 1/4, half width 2/2 * sqrt(4/64) = 1/4. */
    @Test
    void noneOfFourByHand() {
        var interval = WilsonInterval.of(0, 4, 2);

        assertThat(interval.lower()).isZero();
        assertThat(interval.upper()).isEqualTo(0.5);
    }

    @Test
    void withoutATrialAnythingIsPossible() {
        assertThat(WilsonInterval.of(0, 0, WilsonInterval.Z_95)).isEqualTo(new WilsonInterval(0, 1));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "wilson.csv", useHeadersInDisplayName = true)
    void agreesWithStatsmodels(long successes, long trials, double lower, double upper) {
        var interval = WilsonInterval.of(successes, trials, WilsonInterval.Z_95);

        assertThat(interval.lower()).isCloseTo(lower, within(1e-12));
        assertThat(interval.upper()).isCloseTo(upper, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "0, 8", "30, 60", "999, 1000"})
    void failuresMirrorSuccesses(long successes, long trials) {
        var interval = WilsonInterval.of(successes, trials, WilsonInterval.Z_95);
        var mirrored = WilsonInterval.of(trials - successes, trials, WilsonInterval.Z_95);

        assertThat(mirrored.lower()).isCloseTo(1 - interval.upper(), within(1e-12));
        assertThat(mirrored.upper()).isCloseTo(1 - interval.lower(), within(1e-12));
    }

    @Test
    void refusesMoreSuccessesThanTrials() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WilsonInterval.of(3, 2, WilsonInterval.Z_95))
                .withMessageContaining("3.0 successes out of 2.0 trials");
    }

    @Test
    void isLongestAtOneHalfAndShortEnoughFromSoManyTrialsOn() {
        for (int n : new int[] {1, 2, 92, 93, 1000}) {
            WilsonInterval half = WilsonInterval.of(n / 2.0, n, WilsonInterval.Z_95);
            assertThat(WilsonInterval.mostHalfLength(n, WilsonInterval.Z_95))
                    .isCloseTo((half.upper() - half.lower()) / 2, within(1e-12));
        }
        assertThat(WilsonInterval.trialsFor(0.1, WilsonInterval.Z_95)).isEqualTo(93);
        assertThat(WilsonInterval.mostHalfLength(93, WilsonInterval.Z_95)).isLessThanOrEqualTo(0.1);
        assertThat(WilsonInterval.mostHalfLength(92, WilsonInterval.Z_95)).isGreaterThan(0.1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WilsonInterval.trialsFor(0.5, WilsonInterval.Z_95))
                .withMessage("half of an interval's length must be in (0, 0.5), got 0.5");
    }
}
