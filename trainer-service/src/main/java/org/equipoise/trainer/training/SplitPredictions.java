package org.equipoise.trainer.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.ProbabilityRows;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.evaluation.RightAnswers;
import org.equipoise.trainer.loss.Loss;

/**
 * A model's answers on one split, in pack order: labels {@code [n]} and probabilities {@code [n, classes]} row by row.
 */
public final class SplitPredictions {

    private final int classes;
    private final int[] labels;
    private final float[] probabilities;

    /** Owns both arrays: the caller does not change them afterwards. */
    public SplitPredictions(int classes, int[] labels, float[] probabilities) {
        if ((long) labels.length * classes != probabilities.length) {
            throw new IllegalArgumentException(probabilities.length + " probabilities for " + labels.length
                    + " images of " + classes + " classes");
        }
        this.classes = classes;
        this.labels = labels;
        this.probabilities = probabilities;
    }

    /** Number of images. */
    public int size() {
        return labels.length;
    }

    /** Number of classes, K. */
    public int classes() {
        return classes;
    }

    /** True class of image {@code i}. */
    public int label(int i) {
        return labels[i];
    }

    /** Probability of class {@code k} for image {@code i}, in [0, 1]. */
    public float probability(int i, int k) {
        return probabilities[i * classes + k];
    }

    /** Logarithms of the probabilities of image {@code i}, finite and less their mean. */
    double[] logits(int i) {
        double[] row = new double[classes];
        double mean = 0;
        for (int k = 0; k < classes; k++) {
            row[k] = Math.log(Math.max(Float.MIN_NORMAL, probability(i, k)));
            mean += row[k] / classes;
        }
        for (int k = 0; k < classes; k++) {
            row[k] -= mean;
        }
        return row;
    }

    /** These, then the others. */
    SplitPredictions and(SplitPredictions others) {
        int[] allLabels = Arrays.copyOf(labels, size() + others.size());
        float[] all = Arrays.copyOf(probabilities, allLabels.length * classes);
        System.arraycopy(others.labels, 0, allLabels, size(), others.size());
        System.arraycopy(others.probabilities, 0, all, probabilities.length, others.probabilities.length);
        return new SplitPredictions(classes, allLabels, all);
    }

    /** The most probable class of image {@code i}; the lowest index wins a tie. */
    public int predictedClass(int i) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (probability(i, k) > probability(i, best)) {
                best = k;
            }
        }
        return best;
    }

    /** Counts of (true class, predicted class). */
    public ConfusionMatrix confusion() {
        var matrix = new ConfusionMatrix(classes);
        for (int i = 0; i < labels.length; i++) {
            matrix.add(labels[i], predictedClass(i));
        }
        return matrix;
    }

    /** Which images were answered right. */
    public RightAnswers right(LabelSet labelSet) {
        return RightAnswers.of(labelSet, labels.length, this::label, this::predictedClass);
    }

    /**
     * Loss of the answers, nats: the sum over the classes of {@code mass_k} times the mean loss of the images of class
     * k. What a class without images would count is shared out over the others.
     *
     * @param mass what each class counts, above 0
     * @throws IllegalStateException without an image
     */
    public double loss(Loss loss, List<Double> mass) {
        if (labels.length == 0) {
            throw new IllegalStateException("the loss of no image");
        }
        double[] sums = new double[classes];
        long[] images = new long[classes];
        for (int i = 0; i < labels.length; i++) {
            double[] row = new double[classes];
            for (int k = 0; k < classes; k++) {
                row[k] = probability(i, k);
            }
            sums[labels[i]] += loss.ofProbabilities(row, labels[i]);
            images[labels[i]]++;
        }
        double sum = 0;
        double present = 0;
        for (int k = 0; k < classes; k++) {
            if (images[k] > 0) {
                sum += mass.get(k) * sums[k] / images[k];
                present += mass.get(k);
            }
        }
        return sum / present * mass.stream().mapToDouble(Double::doubleValue).sum();
    }

    /**
     * The same for the measures of probabilities, or empty when there are no images or an answer is not a number, as
     * after a training that diverged.
     */
    public Optional<LabelledProbabilities> labelled() {
        if (labels.length == 0) {
            return Optional.empty();
        }
        for (float p : probabilities) {
            if (!Float.isFinite(p)) {
                return Optional.empty();
            }
        }
        return Optional.of(new LabelledProbabilities(ProbabilityRows.of(classes, probabilities), labels));
    }
}
