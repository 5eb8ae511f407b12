package org.equipoise.augment.randomness;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class StandardNormalTest {

    private static final double LEAST = 0x1.0p-53;

    @Test
    void nearIsNoFurtherOffThanItSays() {
        var random = new SplitMix64(3);
        double furthest = 0;
        for (int i = 0; i < 500_000; i++) {
            double first = random.nextDouble();
            double second = random.nextDouble();
            furthest = Math.max(
                    furthest, Math.abs(StandardNormal.near(first, second) - StandardNormal.exact(first, second)));
        }

        assertThat(furthest).isLessThan(StandardNormal.ERROR / 100);
    }

    @Test
    void nearIsNearAtTheEndsOfBothNumbersToo() {
        for (double first : new double[] {0, LEAST, 1e-12, 1e-6, 0.5 - LEAST, 0.5, 0.5 + LEAST, 1 - 1e-6, 1 - LEAST}) {
            for (double second : new double[] {0, LEAST, 0.25, 0.5 - LEAST, 0.5, 0.75, 1 - LEAST}) {
                assertThat(StandardNormal.near(first, second))
                        .isCloseTo(StandardNormal.exact(first, second), within(StandardNormal.ERROR));
            }
        }
    }
}
