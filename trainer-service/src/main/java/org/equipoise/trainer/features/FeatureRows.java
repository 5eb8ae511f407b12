package org.equipoise.trainer.features;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Images as numbers: {@code [n, features]} row by row, with their classes.
 *
 * @param features numbers of an image, at least 1
 * @param values not copied
 * @param labels class of each row; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes that are read only: a copy each would double them.
public record FeatureRows(int features, float[] values, int[] labels) {

    public FeatureRows {
        if ((long) labels.length * features != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values for " + labels.length + " images of " + features + " features");
        }
    }

    /** Number of rows. */
    public int size() {
        return labels.length;
    }

    /** A copy with some of the rows. */
    public FeatureRows some(IntPredicate which) {
        int[] chosen = IntStream.range(0, size()).filter(which).toArray();
        float[] some = new float[chosen.length * features];
        int[] classes = new int[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(values, chosen[i] * features, some, i * features, features);
            classes[i] = labels[chosen[i]];
        }
        return new FeatureRows(features, some, classes);
    }
}
