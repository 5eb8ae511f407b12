package org.equipoise.trainer.outside;

import java.util.Locale;

/** From what a model trained elsewhere puts out to probabilities of its classes. */
public final class OutputReading {

    /** As {@link org.equipoise.trainer.classifier.ClassProbabilities} takes them. */
    private static final double SUM_TOLERANCE = 0.01;

    private final int classes;
    private final ServingFormat.Output output;

    public OutputReading(int classes, ServingFormat.Output output) {
        this.classes = classes;
        this.output = output;
    }

    /**
     * Row by row, in place.
     *
     * @param values {@code [n, classes]}
     * @throws IllegalArgumentException if they are said to be probabilities and are none, with what they look like
     */
    public float[] probabilities(float[] values) {
        if (output == ServingFormat.Output.LOGITS) {
            softmax(values);
        } else {
            requireProbabilities(values);
        }
        return values;
    }

    /**
     * Of a model with one unit, which stands for the second of two classes.
     *
     * @param units {@code [n]}
     * @throws IllegalArgumentException likewise
     */
    public static float[] ofOneUnit(float[] units, ServingFormat.Output output) {
        float[] rows = new float[2 * units.length];
        for (int i = 0; i < units.length; i++) {
            float p = units[i];
            if (output == ServingFormat.Output.LOGITS) {
                p = (float) (1 / (1 + Math.exp(-p)));
            } else if (p < 0 || p > 1) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "the one output for an image is %.3g, a probability lies from 0 to 1: it looks like a logit, say"
                                + " --logits",
                        p));
            }
            rows[2 * i] = 1 - p;
            rows[2 * i + 1] = p;
        }
        return rows;
    }

    /** Whoever forgot to say what the outputs are is told what they look like. */
    private void requireProbabilities(float[] values) {
        for (int row = 0; row + classes <= values.length; row += classes) {
            double sum = 0;
            float lowest = values[row];
            float highest = values[row];
            for (int k = 0; k < classes; k++) {
                sum += values[row + k];
                lowest = Math.min(lowest, values[row + k]);
                highest = Math.max(highest, values[row + k]);
            }
            if (Double.isFinite(sum) && Math.abs(sum - 1) > SUM_TOLERANCE) {
                boolean shares = lowest >= 0 && highest <= 1;
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "the outputs for one image lie from %.3g to %.3g and sum to %.3g, probabilities sum to 1: %s",
                        lowest,
                        highest,
                        sum,
                        shares
                                ? "they look like independent sigmoids, which must become a softmax first"
                                : "they look like logits, say --logits"));
            }
        }
    }

    /** The largest logit is taken off first, so that no exponential overflows. */
    private void softmax(float[] values) {
        for (int row = 0; row + classes <= values.length; row += classes) {
            float largest = values[row];
            for (int k = 1; k < classes; k++) {
                largest = Math.max(largest, values[row + k]);
            }
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                sum += Math.exp(values[row + k] - largest);
            }
            for (int k = 0; k < classes; k++) {
                values[row + k] = (float) (Math.exp(values[row + k] - largest) / sum);
            }
        }
    }
}
