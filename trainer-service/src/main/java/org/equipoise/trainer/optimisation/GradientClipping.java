package org.equipoise.trainer.optimisation;

/**
 * Shortens a gradient that is too long and keeps its direction, so that one bad batch cannot throw the weights away.
 * The norm is taken over all weights together. Pascanu, Mikolov and Bengio, ICML 2013, arXiv:1211.5063; TensorFlow's
 * {@code clip_by_global_norm}.
 *
 * @param limit c, largest norm that is left alone, above 0; positive infinity clips nothing
 */
public record GradientClipping(double limit) {

    public GradientClipping {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("the gradient's largest norm must be above 0, got " + limit);
        }
    }

    /** Clips nothing. */
    public static GradientClipping off() {
        return new GradientClipping(Double.POSITIVE_INFINITY);
    }

    /** Whether any gradient is clipped. */
    public boolean isOn() {
        return limit < Double.POSITIVE_INFINITY;
    }

    /**
     * What every part of the gradient is multiplied by, {@code min(1, c / norm)}, in (0, 1].
     *
     * @param norm Euclidean norm of the whole gradient, at least 0 and finite: one that is not means that training
     *     diverged, which no factor mends
     */
    public double factor(double norm) {
        if (!(norm >= 0 && norm < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the gradient's norm must be at least 0 and finite, got " + norm);
        }
        return norm <= limit ? 1 : limit / norm;
    }
}
