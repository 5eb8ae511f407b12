package org.equipoise.trainer.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.backbone.WeightTensor;

/**
 * What a pickle says of an array: a view of a storage.
 *
 * @param offset of its first number
 * @param shape sizes
 * @param strides numbers from one index to the next, of each dimension
 */
record StoredTensor(Storage storage, int offset, List<Integer> shape, List<Integer> strides) {

    private static final int MOST_DIMENSIONS = 8;

    StoredTensor {
        shape = List.copyOf(shape);
        strides = List.copyOf(strides);
        if (shape.size() != strides.size() || shape.size() > MOST_DIMENSIONS) {
            throw new InvalidBackboneException("an array has " + shape.size() + " sizes and " + strides.size()
                    + " strides; it must be as many, at most " + MOST_DIMENSIONS);
        }
        long last = offset;
        long numbers = 1;
        for (int d = 0; d < shape.size(); d++) {
            if (shape.get(d) < 1 || strides.get(d) < 0) {
                throw new InvalidBackboneException("an array has the sizes " + shape + " and the strides " + strides
                        + "; sizes must be at least 1");
            }
            last += (long) (shape.get(d) - 1) * strides.get(d);
            // Each factor is below 2^31, and what is larger than a storage ends the loop.
            numbers *= shape.get(d);
            if (last >= storage.size() || numbers > storage.size()) {
                break;
            }
        }
        if (offset < 0 || last >= storage.size() || numbers > storage.size()) {
            throw new InvalidBackboneException("an array of the sizes " + shape + " and the strides " + strides + " at "
                    + offset + " does not fit into its storage of " + storage.size() + " numbers");
        }
    }

    /** How many numbers. */
    int size() {
        return shape.stream().reduce(1, (a, b) -> a * b);
    }

    /** Its numbers, row by row, out of the bytes of its storage. */
    WeightTensor read(byte[] bytes) {
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[size()];
        int[] index = new int[shape.size()];
        for (int i = 0; i < values.length; i++) {
            int place = offset;
            for (int d = 0; d < index.length; d++) {
                place += index[d] * strides.get(d);
            }
            values[i] = numbers.getFloat(place * Float.BYTES);
            advance(index);
        }
        return new WeightTensor(shape, values);
    }

    private void advance(int[] index) {
        for (int d = index.length - 1; d >= 0; d--) {
            index[d]++;
            if (index[d] < shape.get(d)) {
                return;
            }
            index[d] = 0;
        }
    }

    /** The sizes of a tuple of a pickle. */
    static List<Integer> sizes(Object[] tuple) {
        if (tuple.length > MOST_DIMENSIONS) {
            throw new InvalidBackboneException(
                    "an array has " + tuple.length + " sizes, at most " + MOST_DIMENSIONS + " are read");
        }
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < tuple.length; i++) {
            if (!(tuple[i] instanceof Integer number)) {
                throw new InvalidBackboneException("size " + i + " of an array is no whole number of 32 bits");
            }
            sizes.add(number);
        }
        return sizes;
    }
}
