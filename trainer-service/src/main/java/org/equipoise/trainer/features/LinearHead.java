package org.equipoise.trainer.features;

/**
 * A linear classifier of standardised features: {@code softmax(W x + b)}.
 *
 * @param weights {@code [classes, features]} row by row
 * @param biases one per class
 */
@SuppressWarnings("ArrayRecordComponent") // Read only, and only here and where it becomes constants of a graph.
public record LinearHead(int classes, int features, double[] weights, double[] biases) {

    /** One that answers every image alike. */
    static LinearHead even(int classes, int features) {
        return new LinearHead(classes, features, new double[classes * features], new double[classes]);
    }

    static LinearHead of(int classes, int features, double[] parameters) {
        double[] weights = java.util.Arrays.copyOf(parameters, classes * features);
        double[] biases = java.util.Arrays.copyOfRange(parameters, classes * features, parameters.length);
        return new LinearHead(classes, features, weights, biases);
    }

    double[] parameters() {
        double[] all = java.util.Arrays.copyOf(weights, weights.length + biases.length);
        System.arraycopy(biases, 0, all, weights.length, biases.length);
        return all;
    }

    /** Adds the logits of rows {@code [n, classes]} to {@code to}. */
    public void addLogits(FeatureRows rows, double[] to) {
        double[] seen = new double[features];
        for (int row = 0; row < rows.size(); row++) {
            for (int f = 0; f < features; f++) {
                seen[f] = rows.values()[row * features + f];
            }
            for (int k = 0; k < classes; k++) {
                to[row * classes + k] += biases[k] + dot(weights, k * features, seen);
            }
        }
    }

    /** In four parts, which a processor adds side by side; in the same order every time. */
    static double dot(double[] weights, int from, double[] seen) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < seen.length; i += 4) {
            a += weights[from + i] * seen[i];
            b += weights[from + i + 1] * seen[i + 1];
            c += weights[from + i + 2] * seen[i + 2];
            d += weights[from + i + 3] * seen[i + 3];
        }
        for (; i < seen.length; i++) {
            a += weights[from + i] * seen[i];
        }
        return a + b + (c + d);
    }

    /** Logits to probabilities, in place. */
    public static void softmax(double[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (int k = 0; k < logits.length; k++) {
            logits[k] = Math.exp(logits[k] - largest);
            sum += logits[k];
        }
        for (int k = 0; k < logits.length; k++) {
            logits[k] /= sum;
        }
    }
}
