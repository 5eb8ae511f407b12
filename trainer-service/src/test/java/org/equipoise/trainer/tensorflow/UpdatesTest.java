package org.equipoise.trainer.tensorflow;

import java.util.List;
import java.util.Random;

import org.equipoise.trainer.optimisation.GradientClipping;
import org.equipoise.trainer.optimisation.Optimiser;
import org.equipoise.trainer.optimisation.ReferenceOptimisers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The graph's steps against the update rules worked out in plain Java, on the loss {@code target * weight}. */
class UpdatesTest {

    private static final double RATE = 0.01;

    static List<Optimiser> optimisers() {
        return List.of(
                Optimiser.adam(),
                Optimiser.adamW(0.1),
                Optimiser.sgd(0, 0),
                Optimiser.sgd(0.9, 0),
                Optimiser.sgd(0.9, 0.05));
    }

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void tenStepsGoWhereTheRuleSays(Optimiser optimiser) {
        double[] gradients = new Random(3).doubles(10, -2, 2).toArray();
        try (var one = new OneWeight("w_kernel", optimiser, GradientClipping.off())) {
            var state = ReferenceOptimisers.State.of(one.weight());

            for (int t = 0; t < gradients.length; t++) {
                one.step(gradients[t], t);
                state = ReferenceOptimisers.next(optimiser, RATE, state, gradients[t]);

                assertThat(one.weight()).as("step %d", t).isCloseTo(state.weight(), within(1e-5));
            }
        }
    }

    @Test
    void aBiasIsNotPulledTowardsZero() {
        try (var kernel = new OneWeight("w_kernel", Optimiser.adamW(0.5), GradientClipping.off());
                var scale = new OneWeight("w_scale", Optimiser.adamW(0.5), GradientClipping.off())) {
            double kernelBefore = kernel.weight();

            kernel.step(0, 0);
            scale.step(0, 0);

            assertThat(kernel.weight()).isCloseTo(kernelBefore * (1 - RATE * 0.5), within(1e-6));
            assertThat(scale.weight()).isEqualTo(1);
        }
    }

    @Test
    void aLongGradientIsCutAndAShortOneIsNot() {
        try (var one = new OneWeight("w_scale", Optimiser.sgd(0, 0), new GradientClipping(2))) {
            float length = one.step(8, 0);
            double afterLong = one.weight();
            one.step(1, 1);

            assertThat(length).isEqualTo(8);
            assertThat(afterLong).isCloseTo(1 - RATE * 2, within(1e-6));
            assertThat(one.weight()).isCloseTo(afterLong - RATE, within(1e-6));
        }
    }

    /** A graph with one number in it; the gradient is fed. */
    private static final class OneWeight implements AutoCloseable {

        private final Graph graph = new Graph();
        private final Session session;
        private final org.tensorflow.op.core.Placeholder<TFloat32> slope;
        private final org.tensorflow.op.core.Variable<TFloat32> variable;
        private final Updates updates;
        private final Updates.Step step;

        OneWeight(String name, Optimiser optimiser, GradientClipping clipping) {
            Ops tf = Ops.create(graph);
            var weights = new Weights(tf, 11, "");
            variable = name.endsWith("_kernel") ? weights.kernel(name, 1, 1) : weights.scale(name, 1);
            slope = TrainingGraph.scalar(tf, "slope");
            var loss = tf.sum(tf.math.mul(slope, tf.identity(variable)), tf.constant(0));
            updates = new Updates(graph, tf, weights, optimiser, clipping);
            step = updates.step(loss, weights.trained(), "");
            session = new Session(graph);
            session.run(weights.initialise());
        }

        /** @return length of the gradient before clipping */
        float step(double gradient, int t) {
            try (var fedSlope = TFloat32.scalarOf((float) gradient);
                    var rate = TFloat32.scalarOf((float) RATE);
                    var beta1 = TFloat32.scalarOf((float) Math.pow(Optimiser.BETA_1, t + 1));
                    var beta2 = TFloat32.scalarOf((float) Math.pow(Optimiser.BETA_2, t + 1));
                    var result = session.runner()
                            .feed(slope, fedSlope)
                            .feed(updates.learningRate, rate)
                            .feed(updates.beta1Power, beta1)
                            .feed(updates.beta2Power, beta2)
                            .fetch(step.norms())
                            .addTarget(step.step())
                            .run()) {
                return Tensors.values((TFloat32) result.get(0))[0];
            }
        }

        double weight() {
            try (var result = session.runner().fetch(variable).run()) {
                return Tensors.values((TFloat32) result.get(0))[0];
            }
        }

        @Override
        public void close() {
            session.close();
            graph.close();
        }
    }
}
