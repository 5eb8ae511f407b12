package org.equipoise.common.evaluation;

/** Answers of a classifier: one row of K class probabilities per image. Immutable. */
public final class ProbabilityRows {

    /** How far a row may be from summing to 1: float32 rounding and short decimals, not a mistake. */
    private static final double SUM_TOLERANCE = 1e-3;

    private final int classes;
    private final double[] values;

    private ProbabilityRows(int classes, double[] values) {
        if (classes < 2) {
            throw new IllegalArgumentException("need at least two classes, got " + classes);
        }
        if (values.length % classes != 0) {
            throw new IllegalArgumentException(values.length + " probabilities for rows of " + classes + " classes");
        }
        this.classes = classes;
        this.values = values;
    }

    /**
     * Takes rows over, shape {@code [n, classes]} row by row.
     *
     * @param classes K, at least 2
     * @param probabilities each in [0, 1], each row summing to 1 within 0.001; copied
     */
    public static ProbabilityRows of(int classes, double[] probabilities) {
        return new ProbabilityRows(classes, probabilities.clone()).checked();
    }

    /** The same from a network's float32 answers. */
    public static ProbabilityRows of(int classes, float[] probabilities) {
        double[] values = new double[probabilities.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = probabilities[i];
        }
        return new ProbabilityRows(classes, values).checked();
    }

    /** What becomes of one row, in place. The result is a distribution again, so nothing is checked. */
    public interface RowChange {
        void change(double[] row);
    }

    /** Every row changed the same way. */
    public ProbabilityRows map(RowChange change) {
        double[] changed = values.clone();
        double[] row = new double[classes];
        for (int from = 0; from < changed.length; from += classes) {
            System.arraycopy(changed, from, row, 0, classes);
            change.change(row);
            System.arraycopy(row, 0, changed, from, classes);
        }
        return new ProbabilityRows(classes, changed);
    }

    /** Number of images, n. */
    public int size() {
        return values.length / classes;
    }

    /** Number of classes, K. */
    public int classes() {
        return classes;
    }

    /** Probability of class {@code k} for image {@code i}, in [0, 1]. */
    public double get(int i, int k) {
        return values[i * classes + k];
    }

    /** The most probable class of image {@code i}; the lowest index wins a tie. */
    public int predictedClass(int i) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (get(i, k) > get(i, best)) {
                best = k;
            }
        }
        return best;
    }

    /** Probability of the predicted class of image {@code i}, in [1/K, 1]. */
    public double confidence(int i) {
        return get(i, predictedClass(i));
    }

    private ProbabilityRows checked() {
        for (int i = 0; i < size(); i++) {
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                double p = get(i, k);
                if (!(p >= 0 && p <= 1 + SUM_TOLERANCE)) {
                    throw new IllegalArgumentException(
                            "probability of class " + k + " in row " + i + " must be in [0, 1], got " + p);
                }
                sum += p;
            }
            if (Math.abs(sum - 1) > SUM_TOLERANCE) {
                throw new IllegalArgumentException("row " + i + " must sum to 1, got " + sum);
            }
        }
        return this;
    }
}
