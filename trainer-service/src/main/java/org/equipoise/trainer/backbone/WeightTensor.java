package org.equipoise.trainer.backbone;

import java.util.List;

/**
 * One array of weights, row by row.
 *
 * @param shape sizes, the last one changing fastest; empty for a single number
 * @param values as many as the shape says; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes that are read once: a copy each would double them.
public record WeightTensor(List<Integer> shape, float[] values) {

    public WeightTensor {
        shape = List.copyOf(shape);
        long size = 1;
        for (int side : shape) {
            size = Math.multiplyExact(size, side);
        }
        if (size != values.length) {
            throw new IllegalArgumentException(values.length + " values for the shape " + shape);
        }
    }
}
