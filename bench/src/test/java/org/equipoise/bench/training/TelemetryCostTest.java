package org.equipoise.bench.training;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TelemetryCostTest {

    @Test
    void theCostIsTheMedianOfTheRoundsAndNotOfTheTimes() {
        // The machine was twice as slow in the second round; telemetry cost 1, 3 and 2 % of the epoch beside it.
        double[][] with = {{1.01, 2}, {2.06, 4}, {1.02, 2}};
        double[][] without = {{1, 2}, {2, 4}, {1, 2}};

        var cost = new TelemetryCost("ours", with, without);

        assertThat(cost.rows().get(2).median()).isCloseTo(2, within(1e-9));
        assertThat(cost.rows().get(3).median()).isZero();
        assertThat(cost.target().bound()).isEqualTo(2);
    }
}
