package org.equipoise.trainer.tensorflow;

import java.util.List;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.network.NetworkDescription;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** The article's network as operations of a graph. */
final class ArticleCnn {

    private static final List<Long> EVERY_PIXEL = List.of(1L, 1L, 1L, 1L);

    private final Ops tf;
    private final Weights weights;
    private final NetworkDescription description;

    ArticleCnn(Ops tf, Weights weights, NetworkDescription description) {
        this.tf = tf;
        this.weights = weights;
        this.description = description;
    }

    /**
     * From bytes to logits {@code [n, K]}; scaling to [0, 1] is part of the graph.
     *
     * @param dropoutSeed two numbers that decide which units are left out, or null to leave none out
     */
    Operand<TFloat32> logits(Operand<TUint8> images, @Nullable Operand<TInt64> dropoutSeed) {
        InputShape input = description.input();
        Operand<TFloat32> x = tf.math.mul(tf.dtypes.cast(images, TFloat32.class), tf.constant(1f / 255f));
        x = convolution("conv1", x, input.channels(), NetworkDescription.FIRST_CHANNELS);
        x = convolution("conv2", x, NetworkDescription.FIRST_CHANNELS, NetworkDescription.SECOND_CHANNELS);
        int flat = (input.height() / 4) * (input.width() / 4) * NetworkDescription.SECOND_CHANNELS;
        x = tf.reshape(x, tf.constant(new int[] {-1, flat}));
        x = tf.nn.relu(dense("dense1", x, flat, NetworkDescription.DENSE_UNITS));
        if (dropoutSeed != null && description.dropout() > 0) {
            x = dropout(x, (float) description.dropout(), dropoutSeed);
        }
        return dense("dense2", x, NetworkDescription.DENSE_UNITS, description.classes());
    }

    /**
     * Convolution, ReLU, 2x2 max pooling. Bias and ReLU come after the pooling: both keep the order of values within a
     * channel, so the result is the same and costs a quarter.
     */
    private Operand<TFloat32> convolution(String name, Operand<TFloat32> x, int in, int out) {
        int side = NetworkDescription.KERNEL;
        Variable<TFloat32> kernel = weights.kernel(name + "_kernel", (long) side * side * in, side, side, in, out);
        Operand<TFloat32> y = tf.nn.conv2d(x, kernel, EVERY_PIXEL, "SAME");
        Operand<org.tensorflow.types.TInt32> window = tf.constant(new int[] {1, 2, 2, 1});
        y = tf.nn.maxPool(y, window, window, "VALID");
        return tf.nn.relu(tf.nn.biasAdd(y, weights.bias(name + "_bias", out)));
    }

    private Operand<TFloat32> dense(String name, Operand<TFloat32> x, int in, int out) {
        Variable<TFloat32> kernel = weights.kernel(name + "_kernel", in, in, out);
        return tf.nn.biasAdd(tf.linalg.matMul(x, kernel), weights.bias(name + "_bias", out));
    }

    /** The mask is drawn from the seed that is fed, not from a hidden state: a resumed run draws the same. */
    private Operand<TFloat32> dropout(Operand<TFloat32> x, float rate, Operand<TInt64> seed) {
        var draw = tf.random.statelessRandomUniform(tf.shape(x), seed, TFloat32.class);
        var kept = tf.dtypes.cast(tf.math.greaterEqual(draw, tf.constant(rate)), TFloat32.class);
        return tf.math.mul(x, tf.math.mul(kept, tf.constant(1f / (1f - rate))));
    }
}
