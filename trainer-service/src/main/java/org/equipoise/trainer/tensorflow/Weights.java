package org.equipoise.trainer.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * The variables of one graph by name. Asking for a name again gives the same variable, so that the training tower and
 * the answering tower share their weights.
 */
final class Weights {

    /** A normal distribution cut at two standard deviations has this standard deviation; He's is restored with it. */
    private static final double TRUNCATED_NORMAL_DEVIATION = 0.87962566;

    private final Ops tf;
    private final long seed;
    private final Map<String, Variable<TFloat32>> trained = new LinkedHashMap<>();
    private final List<Op> initialisers = new ArrayList<>();

    Weights(Ops tf, long seed) {
        this.tf = tf;
        this.seed = seed;
    }

    /**
     * A kernel, initialised as He et al. (2015) propose for ReLU. Its first values follow from the seed and its name
     * only, whatever else the graph holds.
     *
     * @param fanIn inputs of one output
     */
    Variable<TFloat32> kernel(String name, long fanIn, long... shape) {
        return trained.computeIfAbsent(name, n -> {
            var normal = tf.random.statelessTruncatedNormal(
                    tf.constant(shape), tf.constant(new long[] {seed, n.hashCode()}), TFloat32.class);
            float deviation = (float) (Math.sqrt(2.0 / fanIn) / TRUNCATED_NORMAL_DEVIATION);
            return variable(n, tf.math.mul(normal, tf.constant(deviation)), shape);
        });
    }

    /** A bias, zero at first. */
    Variable<TFloat32> bias(String name, long units) {
        return trained.computeIfAbsent(name, n -> zeros(n, units));
    }

    /** A variable that starts at zero and is not trained itself, e.g. a moment of the optimiser. */
    Variable<TFloat32> zeros(String name, long... shape) {
        return variable(name, tf.zeros(tf.constant(shape), TFloat32.class), shape);
    }

    /** What the optimiser changes, in the order of creation. */
    Map<String, Variable<TFloat32>> trained() {
        return trained;
    }

    /** Sets every variable to its first value. */
    Op initialise() {
        return tf.withControlDependencies(initialisers).noOp();
    }

    private Variable<TFloat32> variable(String name, Operand<TFloat32> first, long... shape) {
        Variable<TFloat32> variable = tf.withName(name).variable(Shape.of(shape), TFloat32.class);
        initialisers.add(tf.assign(variable, first));
        return variable;
    }
}
