package org.equipoise.trainer.labels;

import java.util.Arrays;

/**
 * What models that did not see an image say about it, beside the label it was given. Read-only: nobody changes the
 * arrays afterwards.
 */
public final class OutOfFold {

    private static final double TOLERANCE = 1e-4;

    private final double[][] probabilities;
    private final int[] labels;
    private final int classes;

    /**
     * Owns the arrays.
     *
     * @param probabilities {@code [images][classes]}, rows in [0, 1] that sum to 1, of the label as given; at least one
     *     image and two classes
     * @param labels given class of each image, 0 to classes - 1
     */
    public OutOfFold(double[][] probabilities, int[] labels) {
        if (labels.length == 0 || probabilities.length != labels.length) {
            throw new IllegalArgumentException(
                    probabilities.length + " rows of probabilities for " + labels.length + " labels");
        }
        classes = probabilities[0].length;
        if (classes < 2) {
            throw new IllegalArgumentException("need at least two classes, got " + classes);
        }
        for (int i = 0; i < labels.length; i++) {
            check(i, probabilities[i], labels[i]);
        }
        this.probabilities = probabilities;
        this.labels = labels;
    }

    private void check(int i, double[] row, int label) {
        double sum = Arrays.stream(row).sum();
        boolean inRange = Arrays.stream(row).allMatch(p -> p >= 0 && p <= 1 + TOLERANCE);
        if (row.length != classes || !inRange || !(Math.abs(sum - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException("image " + i + " has the probabilities " + Arrays.toString(row)
                    + ", expected " + classes + " in [0, 1] that sum to 1");
        }
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("image " + i + " has the class " + label + " of " + classes);
        }
    }

    /** Number of images. */
    public int images() {
        return labels.length;
    }

    /** Number of classes. */
    public int classes() {
        return classes;
    }

    /** Class that image {@code i} was given. */
    public int label(int i) {
        return labels[i];
    }

    /** Probability of class {@code k} for image {@code i}. */
    public double probability(int i, int k) {
        return probabilities[i][k];
    }

    /** Images that were given each class, {@code [classes]}. */
    public int[] counts() {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /** Likeliest class of image {@code i} other than the given one; the lowest of equals. */
    public int bestOther(int i) {
        int best = labels[i] == 0 ? 1 : 0;
        for (int k = best + 1; k < classes; k++) {
            best = k != labels[i] && probabilities[i][k] > probabilities[i][best] ? k : best;
        }
        return best;
    }

    /** Probability of the given class less that of the best other, in [-1, 1]; the lower, the more suspicious. */
    public double margin(int i) {
        return probabilities[i][labels[i]] - probabilities[i][bestOther(i)];
    }

    /** Probability of the given class ("self-confidence"), in [0, 1]. */
    public double selfConfidence(int i) {
        return probabilities[i][labels[i]];
    }
}
