package org.equipoise.trainer.training;

import java.util.List;

/** What one step showed, before it changed anything. */
public final class StepOutcome {

    private final float loss;
    private final float[] probabilities;
    private final List<String> weights;
    private final float[] gradientNorms;

    /**
     * Owns both arrays: the caller does not change them afterwards.
     *
     * @param loss weighted mean over the slice, nats
     * @param probabilities {@code [count, classes]}, row by row, in the pass that learned: with dropout, on augmented
     *     images
     * @param weights names of what was changed
     * @param gradientNorms lengths of the gradients of {@code weights}, before clipping
     */
    public StepOutcome(float loss, float[] probabilities, List<String> weights, float[] gradientNorms) {
        this.loss = loss;
        this.probabilities = probabilities;
        this.weights = weights;
        this.gradientNorms = gradientNorms;
    }

    /** Weighted mean over the slice, nats. */
    public float loss() {
        return loss;
    }

    /** The most probable class of the slice's image {@code i}; the lowest index wins a tie. */
    public int answer(int i, int classes) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (probabilities[i * classes + k] > probabilities[i * classes + best]) {
                best = k;
            }
        }
        return best;
    }

    /** Names of what was changed. */
    public List<String> weights() {
        return weights;
    }

    /** Length of the gradient of the {@code i}-th of the weights. */
    public float gradientNorm(int i) {
        return gradientNorms[i];
    }

    /** Length of all gradients as one vector. */
    public double gradientNorm() {
        double squares = 0;
        for (float norm : gradientNorms) {
            squares += (double) norm * norm;
        }
        return Math.sqrt(squares);
    }

    /** Whether every number is finite; if not, the weights are spoilt. */
    public boolean finite() {
        return Float.isFinite(loss) && Double.isFinite(gradientNorm());
    }

    /** The first weight, from the input on, whose gradient is not finite; the loss where only that is not. */
    public String firstBroken() {
        for (int i = 0; i < gradientNorms.length; i++) {
            if (!Float.isFinite(gradientNorms[i])) {
                return weights.get(i);
            }
        }
        return "the loss";
    }
}
