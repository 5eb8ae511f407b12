package org.equipoise.trainer.classifier;

import java.util.ArrayList;
import java.util.List;

/** A model's answers to a batch, shape {@code [n, classes]}, each row summing to 1 within 1e-9. Immutable. */
public final class ClassProbabilities {

    private final int classes;
    private final double[] values;

    /**
     * Normalises what a network answered: in 32-bit floats a softmax sums to 1 within about 1e-6 only.
     *
     * @param classes K, at least 2
     * @param raw {@code n * classes} values {@code >= 0}, row by row
     * @throws IllegalArgumentException if a row holds no probabilities: the network or its input is broken
     */
    public ClassProbabilities(int classes, float[] raw) {
        if (classes < 2 || raw.length % classes != 0) {
            throw new IllegalArgumentException(raw.length + " values for rows of " + classes + " classes");
        }
        this.classes = classes;
        values = new double[raw.length];
        for (int row = 0; row < raw.length; row += classes) {
            normalise(raw, row);
        }
    }

    private ClassProbabilities(int classes, double[] values) {
        this.classes = classes;
        this.values = values;
    }

    /** The answers to images one after another, of the same classes; at least one part. */
    public static ClassProbabilities joined(List<ClassProbabilities> parts) {
        int all = parts.stream().mapToInt(part -> part.values.length).sum();
        double[] values = new double[all];
        int at = 0;
        for (ClassProbabilities part : parts) {
            System.arraycopy(part.values, 0, values, at, part.values.length);
            at += part.values.length;
        }
        return new ClassProbabilities(parts.get(0).classes, values);
    }

    private void normalise(float[] raw, int row) {
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            float p = raw[row + k];
            if (!(p >= 0 && p <= 1.001f)) {
                throw new IllegalArgumentException("the network answered the probability " + p);
            }
            sum += p;
        }
        if (!(sum > 0.99 && sum < 1.01)) {
            throw new IllegalArgumentException("the network's probabilities sum to " + sum);
        }
        for (int k = 0; k < classes; k++) {
            values[row + k] = raw[row + k] / sum;
        }
    }

    /** Number of images, n. */
    public int size() {
        return values.length / classes;
    }

    /** The probabilities of image {@code i}, in label-set order. */
    public List<Double> row(int i) {
        List<Double> row = new ArrayList<>(classes);
        for (int k = 0; k < classes; k++) {
            row.add(values[i * classes + k]);
        }
        return row;
    }

    /** The most probable class of image {@code i}; the lowest index wins a tie. */
    public int predictedClass(int i) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (values[i * classes + k] > values[i * classes + best]) {
                best = k;
            }
        }
        return best;
    }
}
