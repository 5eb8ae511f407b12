package org.equipoise.trainer.loss;

/** The logarithm of the softmax, safe for logits of any finite size. */
final class LogSoftmax {

    private LogSoftmax() {}

    /**
     * Replaces logits by log-probabilities, {@code (x_k - m) - log(1 + sum over the others of exp(x_j - m))} with m the
     * largest logit: no exponential overflows, and an answer next to certain keeps its digits.
     */
    static void inPlace(double[] logits) {
        int largest = 0;
        for (int k = 1; k < logits.length; k++) {
            largest = logits[k] > logits[largest] ? k : largest;
        }
        double shift = logits[largest];
        double others = 0;
        for (int k = 0; k < logits.length; k++) {
            logits[k] -= shift;
            others += k == largest ? 0 : Math.exp(logits[k]);
        }
        double logSum = Math.log1p(others);
        for (int k = 0; k < logits.length; k++) {
            logits[k] -= logSum;
        }
    }
}
