package org.equipoise.diagnosis.model;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LayersAtStartTest {

    /** Keras draws a kernel of 64 x 3 evenly from within sqrt(6 / 67). */
    @Test
    void aHeadAsItIsDrawnIsFoundBesideATrainedLayer() {
        LayersAtStart layers = LayersAtStart.of(List.of(
                weights("net/edges/kernel", uniform(900, 0.4, 1), 3, 3, 10, 10),
                weights("net/edges/bias", uniform(10, 0.1, 2), 10),
                weights("net/head/kernel", uniform(192, Math.sqrt(6 / 67.0), 3), 64, 3),
                weights("net/head/bias", new float[3], 3)));

        assertThat(layers.atStart()).containsExactly("net/head");
        assertThat(layers.others()).containsExactly("net/edges");
    }

    /** He's normal distribution for 100 inputs has the deviation sqrt(2 / 100), and none beyond two of them. */
    @Test
    void otherDistributionsInUseAreKnown() {
        double deviation = Math.sqrt(2 / 100.0) / 0.8796256610342398;
        float[] kernel = new float[1000];
        Random random = new Random(4);
        for (int i = 0; i < kernel.length; i++) {
            double normal;
            do {
                normal = random.nextGaussian();
            } while (Math.abs(normal) > 2);
            kernel[i] = (float) (normal * deviation);
        }

        assertThat(LayersAtStart.of(List.of(
                                weights("head/kernel", kernel, 100, 10), weights("head/bias", new float[10], 10)))
                        .atStart())
                .containsExactly("head");
    }

    /** After one step the bias is not zero, whatever the kernel looks like. */
    @Test
    void oneStepOfTrainingIsSeen() {
        LayersAtStart layers = LayersAtStart.of(List.of(
                weights("head/kernel", uniform(192, Math.sqrt(6 / 67.0), 3), 64, 3),
                weights("head/bias", new float[] {1e-6f, 0, 0}, 3)));

        assertThat(layers.atStart()).isEmpty();
        assertThat(layers.others()).containsExactly("head");
    }

    /** A bias that is not trained stays zero beside a kernel that is. */
    @Test
    void aKernelBeyondItsBoundsWasTrained() {
        assertThat(LayersAtStart.of(List.of(
                                weights("head/kernel", uniform(192, 0.9, 3), 64, 3),
                                weights("head/bias", new float[3], 3)))
                        .atStart())
                .isEmpty();
    }

    @Test
    void normalisationOfOnesAndZerosHasSeenNothing() {
        float[] ones = new float[8];
        Arrays.fill(ones, 1);
        List<SavedWeights> fresh = List.of(
                weights("norm/gamma", ones, 8),
                weights("norm/beta", new float[8], 8),
                weights("norm/moving_mean", new float[8], 8),
                weights("norm/moving_variance", ones, 8));

        assertThat(LayersAtStart.of(fresh).atStart()).containsExactly("norm");
    }

    /** Nothing can be said of it, in either direction. */
    @Test
    void aLayerWithoutABiasShowsNothing() {
        LayersAtStart layers =
                LayersAtStart.of(List.of(weights("head/kernel", uniform(192, Math.sqrt(6 / 67.0), 3), 64, 3)));

        assertThat(layers.atStart()).isEmpty();
        assertThat(layers.others()).isEmpty();
    }

    private static SavedWeights weights(String name, float[] values, long... shape) {
        return SavedWeights.of(name, Arrays.stream(shape).boxed().toList(), values);
    }

    private static float[] uniform(int count, double limit, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (limit * (2 * random.nextDouble() - 1));
        }
        return values;
    }
}
