package org.equipoise.monitor.collapse;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class RecoveryTestTest {

    @Test
    void twoStudiesByHand() {
        // c = .5 + .5 * .8 * .5 = .7: an image of the class times 5/7, any other times .5/.3 = 5/3.
        var test = new RecoveryTest(.5, .5);

        test.add(1);
        test.add(0);

        assertThat(test.evidence()).isCloseTo(5 / 3.0 * (5 / 7.0 + 1), within(1e-12));
    }

    @Test
    void aHealthyShareIsCalledOffSoonAndACollapsedOneIsNot() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);

        double healthy = meanStudies(.87, 1e4, 500, 100_000, random);
        double collapsed = meanStudies(.99, 1e4, 5, 100_000, random);

        assertThat(healthy).isBetween(40.0, 90.0);
        assertThat(collapsed).isGreaterThan(20_000);
    }

    @Test
    void atTheEdgeOfItsNullItRunsAtLeastItsLimit() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(2);
        double edge = .9 + .1 * .8 * .92;

        double mean = meanStudies(edge, 100, 1000, 100_000, random);

        assertThat(mean).isGreaterThan(100);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new RecoveryTest(1, .5)).hasMessageContaining("1.0");
        assertThatThrownBy(() -> new RecoveryTest(.5, 0)).hasMessageContaining("0.0");
    }

    private static double meanStudies(double share, double limit, int runs, long most, RandomGenerator random) {
        long total = 0;
        for (int run = 0; run < runs; run++) {
            var test = new RecoveryTest(.9, .92);
            for (long n = 0; n < most && test.evidence() < limit; n++) {
                test.add(random.nextDouble() < share ? 1 : 0);
                total++;
            }
        }
        return total / (double) runs;
    }
}
