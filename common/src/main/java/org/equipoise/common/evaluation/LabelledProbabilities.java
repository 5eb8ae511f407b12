package org.equipoise.common.evaluation;

import java.util.Arrays;
import java.util.List;

/** Probabilities beside the true classes: what every measure here is computed from. Immutable; may be empty. */
public final class LabelledProbabilities {

    private final ProbabilityRows rows;
    private final int[] labels;

    /**
     * Probabilities and labels, row by row.
     *
     * @param labels true class of each row, in 0..K-1; copied
     */
    public LabelledProbabilities(ProbabilityRows rows, int[] labels) {
        if (rows.size() != labels.length) {
            throw new IllegalArgumentException(rows.size() + " rows of probabilities for " + labels.length + " labels");
        }
        for (int label : labels) {
            if (label < 0 || label >= rows.classes()) {
                throw new IllegalArgumentException("class index " + label + " of " + rows.classes() + " classes");
            }
        }
        this.rows = rows;
        this.labels = labels.clone();
    }

    /** The same images with other probabilities, row by row, e.g. after temperature scaling. */
    public LabelledProbabilities with(ProbabilityRows other) {
        return new LabelledProbabilities(other, labels);
    }

    /** The probabilities alone. */
    public ProbabilityRows rows() {
        return rows;
    }

    /** Number of images, n. */
    public int size() {
        return labels.length;
    }

    /** Number of classes, K. */
    public int classes() {
        return rows.classes();
    }

    /** True class of image {@code i}. */
    public int label(int i) {
        return labels[i];
    }

    /** Probability of class {@code k} for image {@code i}, in [0, 1]. */
    public double probability(int i, int k) {
        return rows.get(i, k);
    }

    /** Whether image {@code i} is answered with its true class. */
    public boolean right(int i) {
        return rows.predictedClass(i) == labels[i];
    }

    /** Counts of (true class, most probable class). */
    public ConfusionMatrix confusion() {
        var matrix = new ConfusionMatrix(classes());
        for (int i = 0; i < size(); i++) {
            matrix.add(label(i), rows.predictedClass(i));
        }
        return matrix;
    }

    /**
     * A weight per image with which the classes count as if they had these shares: {@code share_k * n / n_k} for an
     * image of class k; all 1 at the shares that the classes have.
     *
     * @param shares one per class
     */
    public double[] weightsAt(List<Double> shares) {
        if (shares.size() != classes()) {
            throw new IllegalArgumentException(shares.size() + " shares for " + classes() + " classes");
        }
        long[] images = new long[classes()];
        for (int label : labels) {
            images[label]++;
        }
        return Arrays.stream(labels)
                .mapToDouble(label -> shares.get(label) * size() / images[label])
                .toArray();
    }

    /**
     * Refuses to measure nothing.
     *
     * @throws IllegalArgumentException if there are no images
     */
    public void requireImages(String what) {
        if (labels.length == 0) {
            throw new IllegalArgumentException(what + " of no images");
        }
    }
}
