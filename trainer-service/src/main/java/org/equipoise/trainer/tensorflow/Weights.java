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
 * The variables of one graph by name. Asking for a name again gives the same variable, so that two towers on the same
 * weights share them. First values follow from the seed and the name only, whatever else the graph holds.
 */
final class Weights implements Parameters {

    /** Ending of the variables that hold averages over the steps instead of the last values. */
    static final String AVERAGE = "_average";

    /** A normal distribution cut at two standard deviations has this standard deviation; He's is restored with it. */
    private static final double TRUNCATED_NORMAL_DEVIATION = 0.87962566;

    private final Ops tf;
    private final long seed;
    private final String ending;
    private final Map<String, Variable<TFloat32>> trained = new LinkedHashMap<>();
    private final Map<String, Variable<TFloat32>> statistics = new LinkedHashMap<>();
    private final List<Op> initialisers = new ArrayList<>();

    /** @param ending of every variable's name in the graph: empty, or {@link #AVERAGE} */
    Weights(Ops tf, long seed, String ending) {
        this.tf = tf;
        this.seed = seed;
        this.ending = ending;
    }

    /**
     * A kernel, initialised as He et al. (2015) propose for ReLU.
     *
     * @param fanIn inputs of one output
     */
    @Override
    public Variable<TFloat32> kernel(String name, long fanIn, long... shape) {
        return trained.computeIfAbsent(name, n -> {
            var normal = tf.random.statelessTruncatedNormal(
                    tf.constant(shape), tf.constant(new long[] {seed, n.hashCode()}), TFloat32.class);
            float deviation = (float) (Math.sqrt(2.0 / fanIn) / TRUNCATED_NORMAL_DEVIATION);
            return variable(n, tf.math.mul(normal, tf.constant(deviation)), shape);
        });
    }

    /** A bias, zero at first. */
    @Override
    public Variable<TFloat32> bias(String name, long units) {
        return trained.computeIfAbsent(name, n -> zeros(n, units));
    }

    /** A factor per channel, one at first. */
    @Override
    public Variable<TFloat32> scale(String name, long units) {
        return trained.computeIfAbsent(name, n -> ones(n, units));
    }

    /** A moving mean of what a layer saw, zero at first; not trained by gradients. */
    @Override
    public Variable<TFloat32> movingMean(String name, long units) {
        return statistics.computeIfAbsent(name, n -> zeros(n, units));
    }

    /** A moving variance of what a layer saw, one at first; not trained by gradients. */
    @Override
    public Variable<TFloat32> movingVariance(String name, long units) {
        return statistics.computeIfAbsent(name, n -> ones(n, units));
    }

    /** A variable that starts at zero and belongs to no layer, e.g. a moment of the optimiser. */
    Variable<TFloat32> zeros(String name, long... shape) {
        return variable(name, tf.zeros(tf.constant(shape), TFloat32.class), shape);
    }

    private Variable<TFloat32> ones(String name, long... shape) {
        return variable(name, tf.ones(tf.constant(shape), TFloat32.class), shape);
    }

    /** What the optimiser changes, in the order of creation. */
    Map<String, Variable<TFloat32>> trained() {
        return trained;
    }

    /** Everything that decides an answer: what is trained and the moving statistics. */
    Map<String, Variable<TFloat32>> all() {
        Map<String, Variable<TFloat32>> all = new LinkedHashMap<>(trained);
        all.putAll(statistics);
        return all;
    }

    /** Sets every variable to its first value. */
    Op initialise() {
        return tf.withControlDependencies(initialisers).noOp();
    }

    private Variable<TFloat32> variable(String name, Operand<TFloat32> first, long... shape) {
        Variable<TFloat32> variable = tf.withName(name + ending).variable(Shape.of(shape), TFloat32.class);
        initialisers.add(tf.assign(variable, first));
        return variable;
    }
}
