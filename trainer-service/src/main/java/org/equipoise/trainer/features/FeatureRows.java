package org.equipoise.trainer.features;

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
}
