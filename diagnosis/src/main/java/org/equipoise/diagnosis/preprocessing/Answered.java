package org.equipoise.diagnosis.preprocessing;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.evaluation.ConfusionMatrix;

/** Answers to labelled images, in their order. Immutable. */
public final class Answered {

    private static final double LEAST_PROBABILITY = 1e-6;

    private final int classes;
    private final List<Integer> labels;
    private final float[] probabilities;

    Answered(int classes, List<Integer> labels, float[] probabilities) {
        if (probabilities.length != labels.size() * classes) {
            throw new IllegalArgumentException(probabilities.length + " probabilities for " + labels.size()
                    + " images of " + classes + " classes");
        }
        this.classes = classes;
        this.labels = List.copyOf(labels);
        this.probabilities = probabilities;
    }

    /** Number of images. */
    int size() {
        return labels.size();
    }

    /** True class of image {@code i}. */
    int label(int i) {
        return labels.get(i);
    }

    /** Probabilities of all images, in their order; all alike where the model answers no numbers. */
    public List<List<Double>> rows() {
        List<List<Double>> rows = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            double sum = sum(i);
            List<Double> row = new ArrayList<>();
            for (int k = 0; k < classes; k++) {
                row.add(sum > 0 ? probabilities[i * classes + k] / sum : 1.0 / classes);
            }
            rows.add(List.copyOf(row));
        }
        return List.copyOf(rows);
    }

    /** Images to which the model answers no numbers. */
    public int notNumbers() {
        int without = 0;
        for (int i = 0; i < labels.size(); i++) {
            without += sum(i) > 0 ? 0 : 1;
        }
        return without;
    }

    private double sum(int i) {
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            sum += probabilities[i * classes + k];
        }
        return sum;
    }

    boolean right(int i) {
        return answered(i) == label(i);
    }

    private int answered(int i) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            best = probabilities[i * classes + k] > probabilities[i * classes + best] ? k : best;
        }
        return best;
    }

    ConfusionMatrix confusion() {
        var confusion = new ConfusionMatrix(classes);
        for (int i = 0; i < labels.size(); i++) {
            confusion.add(label(i), answered(i));
        }
        return confusion;
    }

    /**
     * Geometric mean of the probability of the true class, each class that has images counting alike: what is wrong and
     * sure counts heavily, so numbers that are only larger than the model expects are no better.
     */
    double trueProbability() {
        double[] sums = new double[classes];
        int[] images = new int[classes];
        for (int i = 0; i < labels.size(); i++) {
            float p = probabilities[i * classes + label(i)];
            sums[label(i)] += Math.log(Float.isFinite(p) ? Math.max(LEAST_PROBABILITY, p) : LEAST_PROBABILITY);
            images[label(i)]++;
        }
        double sum = 0;
        int seen = 0;
        for (int k = 0; k < classes; k++) {
            if (images[k] > 0) {
                sum += sums[k] / images[k];
                seen++;
            }
        }
        return seen == 0 ? 0 : Math.exp(sum / seen);
    }
}
