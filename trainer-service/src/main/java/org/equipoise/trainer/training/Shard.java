package org.equipoise.trainer.training;

import java.util.Map;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;

/**
 * A slice of an epoch, ready to train on: images, classes, and the weight of each image in the loss. An image may be
 * mixed with a second one: then its target is {@code 1 - partnerShare} of its class, the larger part of the picture,
 * and {@code partnerShare} of the second one's. Read-only.
 */
public final class Shard extends LabelledImages {

    private final float[] weights;
    private final SoftLabels soft;

    /** Owns the arrays: the caller does not change them afterwards. */
    public Shard(InputFormat format, byte[] pixels, int[] labels, float[] weights) {
        this(format, pixels, labels, weights, SoftLabels.none(labels));
    }

    /**
     * With mixed images.
     *
     * @param soft the second class of each image
     */
    Shard(InputFormat format, byte[] pixels, int[] labels, float[] weights, SoftLabels soft) {
        super(format, pixels, labels);
        if (soft.size() != labels.length) {
            throw new IllegalArgumentException(soft.size() + " soft labels for " + labels.length + " images");
        }
        if (weights.length != labels.length) {
            throw new IllegalArgumentException(weights.length + " weights for " + labels.length + " images");
        }
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && Float.isFinite(weights[i]))) {
                throw new IllegalArgumentException(
                        "the weight of image " + i + " must be at least 0 and finite, got " + weights[i]);
            }
        }
        this.weights = weights;
        this.soft = soft;
    }

    /** Images of 8 bits. */
    public Shard(InputShape shape, byte[] pixels, int[] labels, float[] weights) {
        this(InputFormat.bytes(shape), pixels, labels, weights);
    }

    /**
     * Reads {@code images}, {@code labels} and {@code weights} of an npz, and {@code partnerLabels} and
     * {@code partnerShares}, where images are mixed.
     *
     * @throws IllegalArgumentException if they are missing, have another shape or type, or name a class beyond
     *     {@code classes}
     */
    public static Shard read(byte[] npz, InputFormat format, int classes) {
        Map<String, NpyArray> arrays = Npz.read(npz);
        int[] labels = labels(arrays, classes);
        return new Shard(
                format,
                pixels(arrays, format, labels.length),
                labels,
                array(arrays, "weights").toFloats(),
                SoftLabels.read(arrays, labels, classes));
    }

    /** A copy with these images, in this order; an image may come more than once. */
    Shard of(int[] images) {
        int length = imageBytes();
        byte[] pixels = new byte[images.length * length];
        int[] labels = new int[images.length];
        float[] chosen = new float[images.length];
        for (int i = 0; i < images.length; i++) {
            System.arraycopy(pixels(), images[i] * length, pixels, i * length, length);
            labels[i] = label(images[i]);
            chosen[i] = weights[images[i]];
        }
        return new Shard(format(), pixels, labels, chosen, soft.of(images));
    }

    /** What of the targets belongs to second classes. */
    public SoftLabels soft() {
        return soft;
    }

    /** All weights; not a copy. */
    public float[] weights() {
        return weights;
    }
}
