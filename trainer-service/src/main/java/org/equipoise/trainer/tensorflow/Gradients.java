package org.equipoise.trainer.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.equipoise.trainer.optimisation.GradientClipping;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * The gradients of a loss with respect to some weights, with their lengths.
 *
 * @param values one per weight, shaped as the weight
 * @param norms their Euclidean lengths before clipping, {@code [weights]}
 * @param guard fails where the loss or a length is not finite
 */
record Gradients(List<Operand<TFloat32>> values, Operand<TFloat32> norms, Op guard) {

    /**
     * Of {@code loss} for {@code weights}, clipped together.
     *
     * @param clipping of all gradients taken as one vector
     */
    static Gradients of(
            Graph graph,
            Ops tf,
            Operand<TFloat32> loss,
            Map<String, Variable<TFloat32>> weights,
            GradientClipping clipping) {
        Output<?>[] variables =
                weights.values().stream().map(Variable::asOutput).toArray(Output<?>[]::new);
        List<Operand<TFloat32>> values = new ArrayList<>();
        for (Output<?> gradient : graph.addGradients(loss.asOutput(), variables)) {
            values.add(tf.identity(gradient.expect(TFloat32.class)));
        }
        List<Operand<TFloat32>> halfSquares = new ArrayList<>();
        values.forEach(value -> halfSquares.add(tf.nn.l2Loss(value)));
        Operand<TFloat32> squares = tf.math.mul(tf.stack(halfSquares), tf.constant(2f));
        return new Gradients(clipped(tf, values, squares, clipping), tf.math.sqrt(squares), guard(tf, loss, squares));
    }

    private static Op guard(Ops tf, Operand<TFloat32> loss, Operand<TFloat32> squares) {
        Operand<TBool> finite =
                tf.math.logicalAnd(tf.math.isFinite(loss), tf.reduceAll(tf.math.isFinite(squares), tf.constant(0)));
        return tf.assertThat(finite, List.<Operand<?>>of(loss));
    }

    private static List<Operand<TFloat32>> clipped(
            Ops tf, List<Operand<TFloat32>> values, Operand<TFloat32> squares, GradientClipping clipping) {
        if (!clipping.isOn()) {
            return values;
        }
        var length = tf.math.sqrt(tf.sum(squares, tf.constant(0)));
        var limit = tf.constant((float) clipping.limit());
        var factor = tf.math.div(limit, tf.math.maximum(length, limit));
        List<Operand<TFloat32>> clipped = new ArrayList<>();
        values.forEach(value -> clipped.add(tf.math.mul(value, factor)));
        return clipped;
    }

    /**
     * Operations that wait for every gradient, because a late one must not see weights that were changed already, and
     * that do not happen where one is spoilt: the weights stay what they were and can be asked what went wrong.
     */
    Ops afterAll(Ops tf) {
        List<Op> before = new ArrayList<>(values);
        before.add(guard);
        return tf.withControlDependencies(before);
    }
}
