package org.equipoise.trainer.training;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ProbeTest {

    /** By hand: class 0 has (1, 3), mean 2, variance 1; class 1 has (0, 4), mean 2, variance 4. */
    @Test
    void meanAndVarianceAreOverImagesAndThenOverClasses() {
        Probe probe = Probe.of(new float[] {1, 0, 3, 4}, 2, List.of("conv1", "dense1"), new float[] {0.25f, 0});

        assertThat(probe.logitMean()).isCloseTo(2, within(1e-12));
        assertThat(probe.logitVariance()).isCloseTo(2.5, within(1e-12));
        assertThat(probe.deadUnits()).isEqualTo(Map.of("conv1", 0.25, "dense1", 0.0));
    }

    /** Logits that differ between classes but not between images say the same to every image. */
    @Test
    void oneAnswerToEveryImageHasNoVariance() {
        Probe probe = Probe.of(new float[] {1, -5, 1, -5, 1, -5}, 2, List.of(), new float[0]);

        assertThat(probe.logitMean()).isEqualTo(-2);
        assertThat(probe.logitVariance()).isZero();
    }

    @Test
    void aSingleImageHasNoVariance() {
        assertThat(Probe.of(new float[] {1, 2, 6}, 3, List.of(), new float[0])).isEqualTo(new Probe(3, 0, Map.of()));
    }
}
