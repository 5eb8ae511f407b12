package org.equipoise.trainer.diagnosis;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeptNetworkTest {

    /** One kernel of two moved, by one weight; the bias stayed at 0, as biases may. */
    @Test
    void aLayerIsUnmovedWhenEveryWeightOfItsKernelIsThatOfTheStart() {
        var start = Map.of(
                "conv_kernel", new float[] {1, 2}, "dense_kernel", new float[] {3, 4}, "dense_bias", new float[] {0});
        var now = Map.of(
                "conv_kernel", new float[] {1, 2}, "dense_kernel", new float[] {3, 5}, "dense_bias", new float[] {0});

        assertThat(KeptNetwork.unmoved(start, now)).isEqualTo(0.5);
        assertThat(KeptNetwork.unmoved(start, start)).isEqualTo(1);
        assertThat(KeptNetwork.unmoved(Map.of(), now)).isZero();
    }
}
