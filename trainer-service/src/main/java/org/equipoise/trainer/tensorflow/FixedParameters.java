package org.equipoise.trainer.tensorflow;

import java.util.Map;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The parameters of a network that learns no more, as constants: TensorFlow prepares a constant kernel once, a variable
 * one for every batch.
 */
final class FixedParameters implements Parameters {

    private final Ops tf;
    private final Map<String, float[]> values;

    /** @param values by name, in the order of memory */
    FixedParameters(Ops tf, Map<String, float[]> values) {
        this.tf = tf;
        this.values = Map.copyOf(values);
    }

    /** A convolution and the batch normalisation behind it, as one kernel and one bias. */
    record Folded(Operand<TFloat32> kernel, Operand<TFloat32> bias) {}

    /**
     * Folds {@code y = scale * (conv(x) - mean) / sqrt(variance + epsilon) + shift} into a convolution with a bias. It
     * saves a pass over the output, and TensorFlow's fused operation for the two is slow for a single image.
     *
     * @param layer whose kernel and normalisation end in {@code _kernel}, {@code _scale}, {@code _shift}, {@code _mean}
     *     and {@code _variance}
     * @param shape of the kernel: height, width, channels in, channels out
     */
    Folded folded(String layer, float epsilon, long... shape) {
        float[] kernel = known(layer + "_kernel", shape).clone();
        int channels = Math.toIntExact(shape[shape.length - 1]);
        float[] scale = known(layer + "_scale", channels);
        float[] shift = known(layer + "_shift", channels);
        float[] mean = known(layer + "_mean", channels);
        float[] variance = known(layer + "_variance", channels);
        float[] bias = new float[channels];
        double[] factor = new double[channels];
        for (int c = 0; c < channels; c++) {
            factor[c] = scale[c] / Math.sqrt((double) variance[c] + epsilon);
            bias[c] = (float) (shift[c] - mean[c] * factor[c]);
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = (float) (kernel[i] * factor[i % channels]);
        }
        return new Folded(constant(layer + "_kernel", kernel, shape), constant(layer + "_bias", bias, channels));
    }

    @Override
    public Operand<TFloat32> kernel(String name, long fanIn, long... shape) {
        return constant(name, known(name, shape), shape);
    }

    @Override
    public Operand<TFloat32> bias(String name, long units) {
        return constant(name, known(name, units), units);
    }

    @Override
    public Operand<TFloat32> scale(String name, long units) {
        return bias(name, units);
    }

    @Override
    public Operand<TFloat32> movingMean(String name, long units) {
        return bias(name, units);
    }

    @Override
    public Operand<TFloat32> movingVariance(String name, long units) {
        return bias(name, units);
    }

    private float[] known(String name, long... shape) {
        float[] known = values.get(name);
        if (known == null || known.length != Shape.of(shape).size()) {
            throw new IllegalStateException(name + " has " + (known == null ? "no" : Integer.toString(known.length))
                    + " values, not those of " + Shape.of(shape));
        }
        return known;
    }

    private Operand<TFloat32> constant(String name, float[] numbers, long... shape) {
        return tf.withName(name).constant(Shape.of(shape), DataBuffers.of(numbers, true, false));
    }
}
