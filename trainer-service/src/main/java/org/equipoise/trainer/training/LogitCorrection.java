package org.equipoise.trainer.training;

import java.util.Collections;
import java.util.List;

/**
 * What is done to logits before the softmax that answers: {@code (logit_k + offset_k) / temperature}. It is part of the
 * exported graph, so training and serving cannot differ in it.
 *
 * @param offsets one per class, nats: post-hoc logit adjustment, another prevalence
 * @param temperature above 0; above 1 makes answers less sure, and never changes which class wins
 */
public record LogitCorrection(List<Double> offsets, double temperature) {

    public LogitCorrection {
        offsets = List.copyOf(offsets);
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("temperature must be above 0 and finite, got " + temperature);
        }
        if (!offsets.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("offsets must be finite, got " + offsets);
        }
    }

    /** Nothing at all. */
    public static LogitCorrection none(int classes) {
        return new LogitCorrection(Collections.nCopies(classes, 0.0), 1);
    }

    /** The same without a temperature. */
    public LogitCorrection uncalibrated() {
        return new LogitCorrection(offsets, 1);
    }

    /** What gives the answers of the network back, where a corrected one gave these. */
    public LogitCorrection inverse() {
        return new LogitCorrection(
                offsets.stream().map(offset -> -offset / temperature).toList(), 1 / temperature);
    }

    /** The answers a corrected network gives where an uncorrected one gives these. */
    public SplitPredictions applied(SplitPredictions answers) {
        int classes = answers.classes();
        float[] corrected = new float[answers.size() * classes];
        int[] labels = new int[answers.size()];
        for (int i = 0; i < answers.size(); i++) {
            labels[i] = answers.label(i);
            double[] logits = new double[classes];
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < classes; k++) {
                double logit = Math.log(Math.max(Float.MIN_NORMAL, answers.probability(i, k)));
                logits[k] = (logit + offsets.get(k)) / temperature;
                largest = Math.max(largest, logits[k]);
            }
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                logits[k] = Math.exp(logits[k] - largest);
                sum += logits[k];
            }
            for (int k = 0; k < classes; k++) {
                corrected[i * classes + k] = (float) (logits[k] / sum);
            }
        }
        return new SplitPredictions(classes, labels, corrected);
    }
}
