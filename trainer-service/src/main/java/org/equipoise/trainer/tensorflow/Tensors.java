package org.equipoise.trainer.tensorflow;

import org.equipoise.trainer.training.LabelledImages;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/** Slices of Java arrays as tensors, one copy each. The caller closes them. */
final class Tensors {

    private Tensors() {}

    /** Samples {@code [count, height, width, channels]}: bytes, or of 16 bits as int32. */
    static TNumber images(LabelledImages source, int from, int count) {
        var input = source.shape();
        var shape = Shape.of(count, input.height(), input.width(), input.channels());
        if (source.format().bits() == Short.SIZE) {
            return TInt32.tensorOf(shape, DataBuffers.of(source.format().samples(source.pixels(), from, count)));
        }
        var slice = DataBuffers.of(source.pixels(), true, false)
                .slice((long) from * input.length(), (long) count * input.length());
        return TUint8.tensorOf(shape, slice);
    }

    static TInt32 labels(int[] labels, int from, int count) {
        return TInt32.tensorOf(
                Shape.of(count), DataBuffers.of(labels, true, false).slice(from, count));
    }

    static TFloat32 weights(float[] weights, int from, int count) {
        return TFloat32.tensorOf(
                Shape.of(count), DataBuffers.of(weights, true, false).slice(from, count));
    }

    /** Some rows of {@code [n, columns]}; there may be none of them. */
    static TFloat32 rows(float[] values, int n, int from, int count) {
        int columns = values.length / n;
        return TFloat32.tensorOf(
                Shape.of(count, columns),
                DataBuffers.of(values, true, false).slice((long) from * columns, (long) count * columns));
    }

    /** All values, row by row. */
    static float[] values(TFloat32 tensor) {
        float[] values = new float[Math.toIntExact(tensor.size())];
        tensor.asRawTensor().data().asFloats().read(values);
        return values;
    }
}
