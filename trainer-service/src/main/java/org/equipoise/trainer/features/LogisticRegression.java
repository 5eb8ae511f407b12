package org.equipoise.trainer.features;

import java.util.Arrays;
import java.util.List;

/**
 * Fits a linear classifier: the softmax cross-entropy of {@code W x + b + offset}, nats, the mean loss of class k's
 * rows counting {@code mass_k}, plus {@code strength / 2 * |W|^2}. Convex: there is one best, and no seed.
 */
public final class LogisticRegression {

    /** Of the gradient's length. */
    private static final double TOLERANCE = 1e-4;

    /** The same where only the loss is of interest, which is flat there. */
    private static final double ROUGH = 2e-3;

    private static final int MOST_STEPS = 200;

    private final FeatureRows rows;
    private final int classes;
    private final double[] rowMass;
    private final double[] offsets;
    private final Runnable each;

    /** That nobody stops. */
    public LogisticRegression(FeatureRows rows, List<Double> mass, List<Double> offsets) {
        this(rows, mass, offsets, () -> {});
    }

    /**
     * @param rows standardised
     * @param mass what each class counts, above 0; of a class without rows it is left out
     * @param offsets added to the logits while learning, nats, and never while answering
     * @param each carried out after each step; may throw, to stop
     */
    public LogisticRegression(FeatureRows rows, List<Double> mass, List<Double> offsets, Runnable each) {
        this.rows = rows;
        this.each = each;
        this.classes = mass.size();
        this.offsets = offsets.stream().mapToDouble(Double::doubleValue).toArray();
        long[] counts = new long[classes];
        for (int label : rows.labels()) {
            counts[label]++;
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            sum += counts[k] > 0 ? mass.get(k) : 0;
        }
        rowMass = new double[classes];
        for (int k = 0; k < classes; k++) {
            rowMass[k] = counts[k] > 0 ? mass.get(k) / sum / counts[k] : 0;
        }
    }

    /**
     * A fitted classifier.
     *
     * @param head of the standardised features
     * @param gradientNorm how far from the best it ended
     * @param steps of the optimiser
     */
    public record Fit(LinearHead head, double gradientNorm, int steps) {}

    /**
     * The classifier with the least loss.
     *
     * @param strength pull of the weights towards 0, above 0
     */
    public Fit fit(double strength) {
        return fit(strength, LinearHead.even(classes, rows.features()));
    }

    /** The same, beginning elsewhere: it ends at the same place, sooner. */
    Fit fit(double strength, LinearHead from) {
        return fit(strength, from, TOLERANCE);
    }

    /** The same, as exactly as a comparison of losses needs. */
    Fit roughly(double strength, LinearHead from) {
        return fit(strength, from, ROUGH);
    }

    private Fit fit(double strength, LinearHead from, double tolerance) {
        Lbfgs.Minimum minimum = Lbfgs.minimise(
                (place, gradient) -> loss(place, gradient, strength), from.parameters(), tolerance, MOST_STEPS, each);
        return new Fit(
                LinearHead.of(classes, rows.features(), minimum.place()), minimum.gradientNorm(), minimum.iterations());
    }

    /** Weights {@code [classes, features]}, then biases. */
    private double loss(double[] place, double[] gradient, double strength) {
        int features = rows.features();
        Arrays.fill(gradient, 0);
        double loss = 0;
        int weights = classes * features;
        for (int i = 0; i < weights; i++) {
            loss += strength / 2 * place[i] * place[i];
            gradient[i] = strength * place[i];
        }
        float[] values = rows.values();
        double[] answers = new double[classes];
        // As doubles once, so that what follows is arithmetic of one type, which a processor does side by side.
        double[] seen = new double[features];
        for (int row = 0; row < rows.size(); row++) {
            for (int f = 0, at = row * features; f < features; f++, at++) {
                seen[f] = values[at];
            }
            int label = rows.labels()[row];
            for (int k = 0; k < classes; k++) {
                answers[k] = offsets[k] + place[weights + k] + LinearHead.dot(place, k * features, seen);
            }
            LinearHead.softmax(answers);
            double mass = rowMass[label];
            loss -= mass * Math.log(Math.max(Double.MIN_NORMAL, answers[label]));
            for (int k = 0; k < classes; k++) {
                double wrong = mass * (answers[k] - (k == label ? 1 : 0));
                gradient[weights + k] += wrong;
                add(gradient, k * features, wrong, seen);
            }
        }
        return loss;
    }

    private static void add(double[] to, int from, double times, double[] what) {
        for (int f = 0; f < what.length; f++) {
            to[from + f] += times * what[f];
        }
    }
}
