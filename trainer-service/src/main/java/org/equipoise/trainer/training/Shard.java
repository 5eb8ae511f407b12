package org.equipoise.trainer.training;

import java.util.Map;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;

/**
 * A slice of an epoch, ready to train on: images, classes, and the weight of each image in the loss. An image may be
 * mixed with a second one: then its target is {@code 1 - partnerShare} of its class, the larger part of the picture,
 * and {@code partnerShare} of the second one's. Members of an ensemble may leave images out. Read-only.
 */
public final class Shard extends LabelledImages {

    private final float[] weights;
    private final SoftLabels soft;
    private final ShardSources sources;
    private final float[] learners;

    /** Owns the arrays: the caller does not change them afterwards. */
    public Shard(InputFormat format, byte[] pixels, int[] labels, float[] weights) {
        this(format, pixels, labels, weights, SoftLabels.none(labels), ShardSources.UNKNOWN, new float[0]);
    }

    /**
     * With mixed images.
     *
     * @param soft the second class of each image
     * @param sources which training images these are
     * @param learners as {@link #learners}
     */
    Shard(
            InputFormat format,
            byte[] pixels,
            int[] labels,
            float[] weights,
            SoftLabels soft,
            ShardSources sources,
            float[] learners) {
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
        this.sources = sources;
        this.learners = learners;
    }

    /** Images of 8 bits. */
    public Shard(InputShape shape, byte[] pixels, int[] labels, float[] weights) {
        this(InputFormat.bytes(shape), pixels, labels, weights);
    }

    /**
     * Reads {@code images}, {@code labels}, {@code weights} and {@code sources} of an npz, and {@code partnerLabels},
     * {@code partnerShares} and {@code partnerSources}, where images are mixed. A shard of an older augment-service has
     * no sources.
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
                SoftLabels.read(arrays, labels, classes),
                ShardSources.read(arrays, labels.length),
                new float[0]);
    }

    @Override
    public Shard of(int[] images) {
        int[] chosenLabels = new int[images.length];
        float[] chosenWeights = new float[images.length];
        int members = learners.length / Math.max(1, size());
        float[] chosenLearners = new float[images.length * members];
        for (int i = 0; i < images.length; i++) {
            chosenLabels[i] = label(images[i]);
            chosenWeights[i] = weights[images[i]];
            System.arraycopy(learners, images[i] * members, chosenLearners, i * members, members);
        }
        return new Shard(
                format(),
                pixelsOf(images),
                chosenLabels,
                chosenWeights,
                soft.of(images),
                sources.of(images),
                chosenLearners);
    }

    /** The same, learnt from by these members. */
    Shard learntBy(float[] members) {
        return new Shard(format(), pixels(), labels(), weights, soft, sources, members);
    }

    /** Which training images these are. */
    ShardSources sources() {
        return sources;
    }

    /**
     * Whether each member learns from each image, {@code [n, members]} row by row: 1 where it does, 0 where it leaves
     * the image out; empty where every member learns from all. Not a copy.
     */
    public float[] learners() {
        return learners;
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
