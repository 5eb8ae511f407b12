package org.equipoise.trainer.tensorflow;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.equipoise.trainer.loss.ClassWeights;
import org.equipoise.trainer.loss.LogitAdjustment;
import org.equipoise.trainer.loss.Loss;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The graph's loss against {@link Loss}, which is checked against published values. */
class GraphLossTest {

    private static final int CLASSES = 4;
    private static final int IMAGES = 64;
    private static final Loss PLAIN = Loss.crossEntropy(ClassWeights.none(CLASSES));

    /** Each as it is, and in the form for the same bits on a GPU. */
    static Stream<Arguments> losses() {
        return variations().stream().flatMap(loss -> Stream.of(arguments(loss, false), arguments(loss, true)));
    }

    private static List<Loss> variations() {
        LogitAdjustment adjustment = LogitAdjustment.of(List.of(1000L, 100L, 50L, 3L), 1);
        return List.of(
                PLAIN,
                PLAIN.withLabelSmoothing(0.1),
                PLAIN.withFocusing(2),
                PLAIN.withFocusing(0.5).withLabelSmoothing(0.05),
                PLAIN.withAdjustment(adjustment),
                PLAIN.withAdjustment(adjustment).withFocusing(1).withLabelSmoothing(0.2));
    }

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theGraphAddsUpWhatTheFormulaSays(Loss loss, boolean sameBits) {
        float[][] logits = logits();
        int[] labels = labels();

        float[] losses = evaluate(loss, logits, labels, sameBits);

        for (int i = 0; i < IMAGES; i++) {
            assertThat((double) losses[i])
                    .as("image %d", i)
                    .isCloseTo(loss.of(row(logits, i), labels[i]), within(2e-5));
        }
    }

    /** The loss is linear in the target: a mixed image costs the mixture of what its two classes cost. */
    @ParameterizedTest
    @MethodSource("losses")
    void aMixedTargetCostsTheMixture(Loss loss, boolean sameBits) {
        float[][] logits = logits();
        int[] labels = labels();
        int[] partners = java.util.Arrays.stream(labels)
                .map(label -> (label + 1) % CLASSES)
                .toArray();
        float[] shares = new float[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            shares[i] = i / (float) (IMAGES - 1);
        }

        float[] losses;
        try (var graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Operand<TFloat32> target =
                    GraphLoss.target(tf, loss, tf.constant(labels), tf.constant(partners), tf.constant(shares));
            losses = fetch(graph, GraphLoss.perImage(tf, loss, tf.constant(logits), target, sameBits));
        }

        for (int i = 0; i < IMAGES; i++) {
            double own = loss.of(row(logits, i), labels[i]);
            double partner = loss.of(row(logits, i), partners[i]);
            assertThat((double) losses[i])
                    .as("image %d", i)
                    .isCloseTo((1 - shares[i]) * own + shares[i] * partner, within(2e-5));
        }
    }

    /** Compared with the slope of the formula between two near logits. */
    @ParameterizedTest
    @MethodSource("losses")
    void theGradientPointsWhereTheFormulaFalls(Loss loss, boolean sameBits) {
        float[][] logits = logits();
        int[] labels = labels();

        float[] gradients = gradients(loss, logits, labels, sameBits);

        double h = 1e-5;
        for (int i = 0; i < IMAGES; i++) {
            for (int k = 0; k < CLASSES; k++) {
                double[] up = row(logits, i);
                double[] down = row(logits, i);
                up[k] += h;
                down[k] -= h;
                double slope = (loss.of(up, labels[i]) - loss.of(down, labels[i])) / (2 * h);
                assertThat((double) gradients[i * CLASSES + k])
                        .as("image %d, class %d", i, k)
                        .isCloseTo(slope, within(1e-4));
            }
        }
    }

    private static float[] evaluate(Loss loss, float[][] logits, int[] labels, boolean sameBits) {
        try (var graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Operand<TFloat32> target = GraphLoss.target(tf, loss, tf.constant(labels));
            return fetch(graph, GraphLoss.perImage(tf, loss, tf.constant(logits), target, sameBits));
        }
    }

    private static float[] gradients(Loss loss, float[][] logits, int[] labels, boolean sameBits) {
        try (var graph = new Graph()) {
            Ops tf = Ops.create(graph);
            var constant = tf.constant(logits);
            var target = GraphLoss.target(tf, loss, tf.constant(labels));
            var perImage = GraphLoss.perImage(tf, loss, constant, target, sameBits);
            var sum = tf.sum(perImage, tf.constant(0));
            var gradient = graph.addGradients(sum.asOutput(), new org.tensorflow.Output<?>[] {constant.asOutput()})[0];
            return fetch(graph, gradient.expect(TFloat32.class));
        }
    }

    private static float[] fetch(Graph graph, Operand<TFloat32> operand) {
        try (var session = new Session(graph);
                var result = session.runner().fetch(operand).run()) {
            return Tensors.values((TFloat32) result.get(0));
        }
    }

    private static float[][] logits() {
        var random = new Random(1);
        float[][] logits = new float[IMAGES][CLASSES];
        for (float[] row : logits) {
            for (int k = 0; k < CLASSES; k++) {
                row[k] = (float) (3 * random.nextGaussian());
            }
        }
        return logits;
    }

    private static int[] labels() {
        return new Random(2).ints(IMAGES, 0, CLASSES).toArray();
    }

    private static double[] row(float[][] logits, int i) {
        double[] row = new double[CLASSES];
        for (int k = 0; k < CLASSES; k++) {
            row[k] = logits[i][k];
        }
        return row;
    }
}
