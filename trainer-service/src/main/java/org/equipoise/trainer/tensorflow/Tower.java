package org.equipoise.trainer.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The layers of one pass through a network. In a training pass units are dropped and batch normalisation uses the
 * batch; in an answering pass neither happens.
 */
final class Tower {

    /** Keras's constants of batch normalisation, but for the momentum: small datasets have few steps to follow. */
    private static final float BATCH_NORM_EPSILON = 1e-3f;

    private static final float BATCH_NORM_MOMENTUM = 0.9f;

    /** Keeps the dropout of an ensemble's members apart. */
    private static final long MEMBER_SEED = 0x9E3779B97F4A7C15L;

    private final Ops tf;
    private final Parameters parameters;
    private final @Nullable Learning learning;
    private final String member;
    private final List<Op> statisticUpdates;
    private final Map<String, Operand<TFloat32>> rectified;
    private final List<LayerOutput> outputs;

    /** What a layer computes on the way to its output; a layer has several, in order. */
    record LayerOutput(String layer, Operand<TFloat32> values) {}

    /**
     * What only a training pass has.
     *
     * @param dropoutSeed two numbers that decide which units are left out
     */
    private record Learning(Weights weights, Operand<TInt64> dropoutSeed) {}

    private Tower(
            Ops tf,
            Parameters parameters,
            @Nullable Learning learning,
            String member,
            List<Op> statisticUpdates,
            Map<String, Operand<TFloat32>> rectified,
            List<LayerOutput> outputs) {
        this.tf = tf;
        this.parameters = parameters;
        this.learning = learning;
        this.member = member;
        this.statisticUpdates = statisticUpdates;
        this.rectified = rectified;
        this.outputs = outputs;
    }

    /** @param dropoutSeed two numbers that decide which units are left out */
    static Tower training(Ops tf, Weights weights, Operand<TInt64> dropoutSeed) {
        var learning = new Learning(weights, dropoutSeed);
        return new Tower(tf, weights, learning, "", new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
    }

    static Tower answering(Ops tf, Parameters parameters) {
        return new Tower(tf, parameters, null, "", new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
    }

    /**
     * The part that belongs to one member of an ensemble, counted from 0. Names of the second begin with
     * {@code member2_}; the first has the names that a network alone has, and learns the same bits as it.
     */
    Tower member(int index) {
        if (index == 0) {
            return this;
        }
        Learning own = learning == null
                ? null
                : new Learning(learning.weights(), tf.math.add(learning.dropoutSeed(), tf.constant(new long[] {
                    index * MEMBER_SEED, 0
                })));
        return new Tower(tf, parameters, own, "member" + (index + 1) + "_", statisticUpdates, rectified, outputs);
    }

    Ops tf() {
        return tf;
    }

    /** A 3x3 or 1x1 convolution, padded so that only the stride makes the image smaller. */
    Operand<TFloat32> convolution(String name, Operand<TFloat32> x, int side, int in, int out, int stride) {
        Operand<TFloat32> kernel =
                parameters.kernel(member + name + "_kernel", (long) side * side * in, side, side, in, out);
        return output(name, convolution(x, kernel, stride));
    }

    private Operand<TFloat32> convolution(Operand<TFloat32> x, Operand<TFloat32> kernel, int stride) {
        return tf.nn.conv2d(x, kernel, List.of(1L, (long) stride, (long) stride, 1L), "SAME");
    }

    /**
     * A convolution and {@linkplain #normalise batch normalisation}: one operation where the parameters are fixed. No
     * bias comes between, normalisation would take it away.
     */
    Operand<TFloat32> normalisedConvolution(String name, Operand<TFloat32> x, int side, int in, int out, int stride) {
        if (parameters instanceof FixedParameters fixed) {
            var folded = fixed.folded(member + name, BATCH_NORM_EPSILON, side, side, in, out);
            return output(name, tf.nn.biasAdd(convolution(x, folded.kernel(), stride), folded.bias()));
        }
        return normalise(name, convolution(name, x, side, in, out, stride), out);
    }

    Operand<TFloat32> bias(String name, Operand<TFloat32> x, int units) {
        return output(name, tf.nn.biasAdd(x, parameters.bias(member + name + "_bias", units)));
    }

    Operand<TFloat32> dense(String name, Operand<TFloat32> x, int in, int out) {
        return bias(name, tf.linalg.matMul(x, parameters.kernel(member + name + "_kernel", in, in, out)), out);
    }

    /** Batch normalisation (Ioffe and Szegedy, 2015) over {@code [n, height, width]}. */
    private Operand<TFloat32> normalise(String name, Operand<TFloat32> x, int channels) {
        var scale = parameters.scale(member + name + "_scale", channels);
        var shift = parameters.bias(member + name + "_shift", channels);
        if (learning == null) {
            var mean = parameters.movingMean(member + name + "_mean", channels);
            var variance = parameters.movingVariance(member + name + "_variance", channels);
            return output(
                    name,
                    tf.nn.fusedBatchNorm(x, scale, shift, mean, variance, normalisation(false))
                            .y());
        }
        var mean = learning.weights().movingMean(member + name + "_mean", channels);
        var variance = learning.weights().movingVariance(member + name + "_variance", channels);
        Operand<TFloat32> none = tf.constant(new float[0]);
        FusedBatchNorm<TFloat32, TFloat32> batch =
                tf.nn.fusedBatchNorm(x, scale, shift, none, none, normalisation(true));
        statisticUpdates.add(follow(mean, batch.batchMean()));
        statisticUpdates.add(follow(variance, batch.batchVariance()));
        return output(name, batch.y());
    }

    private static FusedBatchNorm.Options[] normalisation(boolean training) {
        return new FusedBatchNorm.Options[] {
            FusedBatchNorm.isTraining(training), FusedBatchNorm.epsilon(BATCH_NORM_EPSILON)
        };
    }

    private Op follow(Variable<TFloat32> moving, Operand<TFloat32> seen) {
        var step = tf.math.mul(tf.math.sub(moving, seen), tf.constant(1 - BATCH_NORM_MOMENTUM));
        return tf.assignSub(moving, step);
    }

    /** ReLU; units that are zero for every image of a probe count as dead. */
    Operand<TFloat32> rectify(String name, Operand<TFloat32> x) {
        Operand<TFloat32> y = tf.nn.relu(x);
        rectified.put(member + name, y);
        return y;
    }

    /**
     * 2x2 max pooling. Built by name: the operation that TensorFlow-Java offers takes the window as a tensor, and
     * neither it nor its gradient is among those that oneDNN computes.
     */
    Operand<TFloat32> maxPool(Operand<TFloat32> x) {
        long[] window = {1, 2, 2, 1};
        Output<TFloat32> pooled = tf.scope()
                .opBuilder("MaxPool", "MaxPool")
                .addInput(x.asOutput())
                .setAttr("ksize", window)
                .setAttr("strides", window)
                .setAttr("padding", "VALID")
                .build()
                .output(0);
        return pooled;
    }

    /** The mean over height and width: {@code [n, channels]}. */
    Operand<TFloat32> average(Operand<TFloat32> x) {
        return tf.math.mean(x, tf.constant(new int[] {1, 2}));
    }

    /** The mask is drawn from the seed that is fed, not from a hidden state: a resumed run draws the same. */
    Operand<TFloat32> dropout(Operand<TFloat32> x, double fraction) {
        if (learning == null || fraction == 0) {
            return x;
        }
        float rate = (float) fraction;
        var draw = tf.random.statelessRandomUniform(tf.shape(x), learning.dropoutSeed(), TFloat32.class);
        var kept = tf.dtypes.cast(tf.math.greaterEqual(draw, tf.constant(rate)), TFloat32.class);
        return tf.math.mul(x, tf.math.mul(kept, tf.constant(1f / (1f - rate))));
    }

    private Operand<TFloat32> output(String name, Operand<TFloat32> values) {
        outputs.add(new LayerOutput(member + name, values));
        return values;
    }

    /** What the layers of all members compute, from the input on: before their pooling, which may hide a NaN. */
    List<LayerOutput> outputs() {
        return outputs;
    }

    /** What must run beside a training step so that the moving statistics of all members follow. */
    List<Op> statisticUpdates() {
        return statisticUpdates;
    }

    /** Outputs of the ReLUs by layer of all members, channels last. */
    Map<String, Operand<TFloat32>> rectified() {
        return rectified;
    }
}
