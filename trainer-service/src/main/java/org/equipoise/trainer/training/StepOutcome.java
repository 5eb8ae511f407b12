package org.equipoise.trainer.training;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** What one step showed, before it changed anything. */
public final class StepOutcome {

    private final float loss;
    private final float[] probabilities;
    private final List<String> weights;
    private final float[] gradientNorms;
    private final @Nullable String spoiltLayer;

    /**
     * Owns both arrays: the caller does not change them afterwards.
     *
     * @param loss weighted mean over the slice, nats
     * @param probabilities {@code [count, classes]}, row by row, in the pass that learned: with dropout, on augmented
     *     images
     * @param weights names of what was changed
     * @param gradientNorms lengths of the gradients of {@code weights}, before clipping
     * @param spoiltLayer the first layer, from the input on, whose output was not finite; absent where all were
     */
    public StepOutcome(
            float loss,
            float[] probabilities,
            List<String> weights,
            float[] gradientNorms,
            @Nullable String spoiltLayer) {
        this.loss = loss;
        this.probabilities = probabilities;
        this.weights = weights;
        this.gradientNorms = gradientNorms;
        this.spoiltLayer = spoiltLayer;
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

    /** Whether the loss and every gradient are finite; if not, the step changed no weight. */
    public boolean finite() {
        return Float.isFinite(loss) && Double.isFinite(gradientNorm());
    }

    /**
     * Where a step that is not finite broke, in words. The pass goes forward through the layers to the loss, and back
     * from the output to the input: what broke first on that way spoilt the rest.
     */
    public String breakage() {
        if (spoiltLayer != null) {
            return "the output of layer " + spoiltLayer + " is not finite, the loss is " + loss;
        }
        if (!Float.isFinite(loss)) {
            return "the loss is " + loss + ", though the output of every layer is finite";
        }
        for (int i = gradientNorms.length - 1; i >= 0; i--) {
            if (!Float.isFinite(gradientNorms[i])) {
                return "the gradient of " + weights.get(i) + " is not finite, though the loss is " + loss;
            }
        }
        return "every number is finite";
    }
}
