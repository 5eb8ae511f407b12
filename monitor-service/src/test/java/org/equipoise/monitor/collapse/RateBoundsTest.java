package org.equipoise.monitor.collapse;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class RateBoundsTest {

    /** Nothing seen in n: n ln(1 / (1 - p)) = ln(1 / alpha). */
    @Test
    void whatWasNeverSeenHasTheBoundThatFollowsByHand() {
        assertThat(RateBounds.upper(0, 500, 1e-3)).isCloseTo(1 - Math.pow(1e-3, 1.0 / 500), within(1e-12));
        assertThat(RateBounds.lower(1, 500, 1e-3)).isCloseTo(Math.pow(1e-3, 1.0 / 500), within(1e-12));
        assertThat(RateBounds.lower(0, 500, 1e-3)).isZero();
        assertThat(RateBounds.upper(1, 500, 1e-3)).isEqualTo(1);
    }

    @Test
    void nothingSeenAtAllBoundsNothing() {
        assertThat(RateBounds.upper(0, 0, .05)).isEqualTo(1);
        assertThat(RateBounds.lower(1, 0, .05)).isZero();
    }

    /** Never inside the exact bounds of Clopper and Pearson (scipy 1.17.1, beta.ppf), and not far outside. */
    @ParameterizedTest
    @CsvSource({"5, 500, 0.05, 0.0209103", "50, 500, 0.001, 0.1479132", "200, 2000, 0.001, 0.1223354"})
    void theyAreALittleWiderThanTheExactOnes(int events, int n, double alpha, double exact) {
        double upper = RateBounds.upper(events / (double) n, n, alpha);

        assertThat(upper).isGreaterThan(exact);
        assertThat(upper - events / (double) n).isLessThan(1.5 * (exact - events / (double) n));
    }

    /** Of studies of one image, and of several, whose shares are not yes or no. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theTruthIsOutsideNoMoreOftenThanPromised(int mostImages) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        int above = 0;
        int below = 0;
        for (int run = 0; run < 4000; run++) {
            double sum = 0;
            for (int study = 0; study < 100; study++) {
                int images = 1 + random.nextInt(mostImages);
                int events = 0;
                for (int i = 0; i < images; i++) {
                    events += random.nextDouble() < .3 ? 1 : 0;
                }
                sum += events / (double) images;
            }
            above += RateBounds.upper(sum / 100, 100, .05) < .3 ? 1 : 0;
            below += RateBounds.lower(sum / 100, 100, .05) > .3 ? 1 : 0;
        }

        assertThat(above).isLessThan(200);
        assertThat(below).isLessThan(200);
        if (mostImages == 1) {
            assertThat(above).isPositive();
            assertThat(below).isPositive();
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> RateBounds.upper(1.2, 5, .1)).hasMessageContaining("1.2");
        assertThatThrownBy(() -> RateBounds.upper(.2, 5, 0)).hasMessageContaining("0.0");
    }
}
