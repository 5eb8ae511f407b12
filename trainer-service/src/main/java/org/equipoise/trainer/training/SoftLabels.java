package org.equipoise.trainer.training;

import java.util.Map;

import org.equipoise.common.npz.NpyArray;

/**
 * The second class of each image of a shard and its part of the target, 0 where an image is not mixed with another.
 * Read-only.
 */
public final class SoftLabels {

    static final String LABELS = "partnerLabels";
    private static final String SHARES = "partnerShares";

    private final int[] labels;
    private final float[] shares;
    private final boolean mixed;

    private SoftLabels(int[] labels, float[] shares, boolean mixed) {
        this.labels = labels;
        this.shares = shares;
        this.mixed = mixed;
    }

    /** Of images that are not mixed; the labels are their own. */
    static SoftLabels none(int[] labels) {
        return new SoftLabels(labels, new float[labels.length], false);
    }

    /**
     * Owns the arrays: the caller does not change them afterwards.
     *
     * @param shares of the second class, in [0, 1]
     * @throws IllegalArgumentException if there are not as many labels as shares, a share is out of its range, or a
     *     label is not in {@code [0, classes)}
     */
    static SoftLabels of(int[] labels, float[] shares, int classes) {
        if (labels.length != shares.length) {
            throw new IllegalArgumentException(labels.length + " " + LABELS + " for " + shares.length + " " + SHARES);
        }
        for (int i = 0; i < shares.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        LABELS + " of image " + i + " is class index " + labels[i] + " of " + classes + " classes");
            }
            if (!(shares[i] >= 0 && shares[i] <= 1)) {
                throw new IllegalArgumentException(SHARES + " of image " + i + " must be in [0, 1], got " + shares[i]);
            }
        }
        return new SoftLabels(labels, shares, true);
    }

    /** Of the arrays of an npz; none where it has none. */
    static SoftLabels read(Map<String, NpyArray> arrays, int[] own, int classes) {
        if (!arrays.containsKey(LABELS) && !arrays.containsKey(SHARES)) {
            return none(own);
        }
        return of(
                LabelledImages.array(arrays, LABELS).toInts(),
                LabelledImages.array(arrays, SHARES).toFloats(),
                classes);
    }

    /** A copy with these images, in this order. */
    SoftLabels of(int[] images) {
        int[] chosenLabels = new int[images.length];
        float[] chosenShares = new float[images.length];
        for (int i = 0; i < images.length; i++) {
            chosenLabels[i] = labels[images[i]];
            chosenShares[i] = shares[images[i]];
        }
        return new SoftLabels(chosenLabels, chosenShares, mixed);
    }

    /** Number of images. */
    public int size() {
        return labels.length;
    }

    /** Whether images are mixed, if only by a share of 0. */
    public boolean mixed() {
        return mixed;
    }

    /** All second classes; not a copy. */
    public int[] labels() {
        return labels;
    }

    /** All their parts of the targets, in [0, 1]; not a copy. */
    public float[] shares() {
        return shares;
    }
}
