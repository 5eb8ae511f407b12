package org.equipoise.common.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Counts of (true class, predicted class) pairs. Row = true class, column = predicted class, the convention of
 * scikit-learn's {@code confusion_matrix}. Not thread-safe.
 */
public final class ConfusionMatrix {

    private final long[][] counts;

    public ConfusionMatrix(int classes) {
        if (classes < 2) {
            throw new IllegalArgumentException("need at least two classes, got " + classes);
        }
        counts = new long[classes][classes];
    }

    /** Counts given as rows of true classes; must be square. */
    public static ConfusionMatrix of(List<List<Long>> rows) {
        var matrix = new ConfusionMatrix(rows.size());
        for (int t = 0; t < rows.size(); t++) {
            if (rows.get(t).size() != rows.size()) {
                throw new IllegalArgumentException(
                        "row " + t + " has " + rows.get(t).size() + " columns, expected " + rows.size());
            }
            for (int p = 0; p < rows.size(); p++) {
                matrix.counts[t][p] = notNegative(rows.get(t).get(p));
            }
        }
        return matrix;
    }

    /** Number of classes, K. */
    public int classes() {
        return counts.length;
    }

    /** Adds one image of class {@code trueClass} that was answered {@code predictedClass}. */
    public void add(int trueClass, int predictedClass) {
        counts[trueClass][predictedClass]++;
    }

    /** Images of true class {@code t} answered {@code p}. */
    public long count(int t, int p) {
        return counts[t][p];
    }

    /** Number of images whose true class is {@code k}. */
    public long support(int k) {
        long sum = 0;
        for (long n : counts[k]) {
            sum += n;
        }
        return sum;
    }

    /** Number of images answered {@code k}. */
    public long predicted(int k) {
        long sum = 0;
        for (long[] row : counts) {
            sum += row[k];
        }
        return sum;
    }

    /** All images. */
    public long total() {
        long sum = 0;
        for (int k = 0; k < classes(); k++) {
            sum += support(k);
        }
        return sum;
    }

    /** Recall of class {@code k} in [0, 1], or empty without an image of that class. */
    public OptionalDouble recall(int k) {
        long support = support(k);
        return support == 0 ? OptionalDouble.empty() : OptionalDouble.of(counts[k][k] / (double) support);
    }

    /** Precision of class {@code k} in [0, 1], or empty when the class was never answered. */
    public OptionalDouble precision(int k) {
        long predicted = predicted(k);
        return predicted == 0 ? OptionalDouble.empty() : OptionalDouble.of(counts[k][k] / (double) predicted);
    }

    /**
     * F1 of class {@code k}: {@code 2 TP / (2 TP + FP + FN)}, 0 when the class was neither seen nor answered
     * (scikit-learn's {@code f1_score} with {@code zero_division=0}).
     */
    public double f1(int k) {
        long denominator = support(k) + predicted(k);
        return denominator == 0 ? 0 : 2.0 * counts[k][k] / denominator;
    }

    /** Fraction answered right, in [0, 1]. Never print it without the majority share beside it. */
    public double accuracy() {
        long right = 0;
        for (int k = 0; k < classes(); k++) {
            right += counts[k][k];
        }
        return right / (double) requireImages("accuracy");
    }

    /**
     * Balanced accuracy: the unweighted mean of the per-class recalls, in [0, 1].
     *
     * <p>A classifier that always answers one class scores exactly 1 / classes, which is why this number, and not
     * accuracy, decides whether a model has collapsed. Classes without support are left out of the mean.
     *
     * @throws IllegalStateException if no image was added
     * @see <a href="https://doi.org/10.1109/ICPR.2010.764">Brodersen et al., ICPR 2010</a>
     */
    public double balancedAccuracy() {
        requireImages("balanced accuracy");
        double recalls = 0;
        int supported = 0;
        for (int k = 0; k < classes(); k++) {
            OptionalDouble recall = recall(k);
            if (recall.isPresent()) {
                recalls += recall.getAsDouble();
                supported++;
            }
        }
        return recalls / supported;
    }

    /**
     * Macro-F1: the unweighted mean of the per-class F1 over classes that were seen or answered, in [0, 1];
     * scikit-learn's {@code f1_score(average="macro", zero_division=0)}.
     *
     * @throws IllegalStateException if no image was added
     */
    public double macroF1() {
        requireImages("macro-F1");
        double sum = 0;
        int n = 0;
        for (int k = 0; k < classes(); k++) {
            if (support(k) + predicted(k) > 0) {
                sum += f1(k);
                n++;
            }
        }
        return sum / n;
    }

    /** The counts as immutable rows of true classes. */
    public List<List<Long>> rows() {
        List<List<Long>> rows = new ArrayList<>();
        for (long[] row : counts) {
            rows.add(java.util.Arrays.stream(row).boxed().toList());
        }
        return List.copyOf(rows);
    }

    private static long notNegative(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("negative count " + count);
        }
        return count;
    }

    private long requireImages(String what) {
        long total = total();
        if (total == 0) {
            throw new IllegalStateException(what + " of an empty confusion matrix");
        }
        return total;
    }
}
