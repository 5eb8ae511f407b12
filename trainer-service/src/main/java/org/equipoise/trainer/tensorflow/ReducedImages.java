package org.equipoise.trainer.tensorflow;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.network.AreaMean;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TNumber;

/**
 * {@link AreaMean} as operations of a graph. Whole numbers in double precision: no processor rounds them, so the
 * samples are those that {@link AreaMean#applied} gives.
 */
final class ReducedImages {

    private ReducedImages() {}

    /** Whole samples {@code [n, height, width, channels]} of the smaller shape. */
    static Operand<TFloat32> of(Ops tf, Operand<? extends TNumber> images, InputShape from, InputShape to) {
        AreaMean mean = AreaMean.of(from, to);
        Operand<TFloat64> samples = tf.dtypes.cast(images, TFloat64.class);
        Operand<TFloat64> columns = sums(tf, samples, mean.columns(), to.channels());
        int row = to.width() * to.channels();
        Operand<TFloat64> upright = turned(tf, columns, from.height(), row);
        Operand<TFloat64> sums = turned(tf, sums(tf, upright, mean.rows(), 1), row, to.height());
        var rounded = tf.math.floor(
                tf.math.div(tf.math.add(sums, tf.constant(mean.parts() / 2.0)), tf.constant((double) mean.parts())));
        return tf.reshape(
                tf.dtypes.cast(rounded, TFloat32.class),
                tf.constant(new int[] {-1, to.height(), to.width(), to.channels()}));
    }

    /** Rows {@code [n, height, width]} become columns {@code [n, width, height]}. */
    private static Operand<TFloat64> turned(Ops tf, Operand<TFloat64> values, int height, int width) {
        return tf.linalg.transpose(
                tf.reshape(values, tf.constant(new int[] {-1, height, width})), tf.constant(new int[] {0, 2, 1}));
    }

    /** What each cell of the last direction sums to, {@code channels} beside each other, a period a row. */
    private static Operand<TFloat64> sums(Ops tf, Operand<TFloat64> values, AreaMean.Axis axis, int channels) {
        double[][] parts = new double[axis.pixels() * channels][axis.cells() * channels];
        for (int pixel = 0; pixel < axis.pixels(); pixel++) {
            for (int cell = 0; cell < axis.cells(); cell++) {
                for (int channel = 0; channel < channels; channel++) {
                    parts[pixel * channels + channel][cell * channels + channel] = axis.overlap(cell, pixel);
                }
            }
        }
        var periods = tf.reshape(values, tf.constant(new int[] {-1, axis.pixels() * channels}));
        return tf.linalg.matMul(periods, tf.constant(parts));
    }
}
