package org.equipoise.ingest.outliers;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RobustDistanceTest {

    /** The median is 3, the median of the distances 1: a unit is 1.4826, whatever the largest value is. */
    @Test
    void aCaseByHand() {
        var distance = new RobustDistance(new double[] {1, 2, 3, 4, 1000}, 0.1);

        assertThat(distance.median()).isEqualTo(3);
        assertThat(distance.of(1000)).isCloseTo(997 / 1.4826, within(1e-9));
        assertThat(distance.of(2)).isCloseTo(1 / 1.4826, within(1e-9));
    }

    @Test
    void equalValuesLeaveTheLeastScale() {
        assertThat(new RobustDistance(new double[] {5, 5, 5, 6}, 0.5).of(6)).isEqualTo(2);
    }
}
