package org.equipoise.trainer.loss;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Takes the classes' shares in the training data out of a network's answers. Either in the loss, where {@code offsets}
 * are <em>added</em> to the logits so that the network learns answers without them ({@link Loss}), or after an ordinary
 * training, where they are <em>subtracted</em> ({@link #adjust}); never both. Menon et al., "Long-tail learning via
 * logit adjustment", ICLR 2021, arXiv:2007.07314.
 *
 * @param offsets {@code tau * log(prior_k)} of class k, nats, each at most 0 and finite
 */
public record LogitAdjustment(List<Double> offsets) {

    /** Largest tau: with more, the rarest class wins whatever the image shows. */
    public static final double LARGEST_TAU = 10;

    public LogitAdjustment {
        offsets = List.copyOf(offsets);
        if (offsets.stream().anyMatch(o -> !(o <= 0) || o.isInfinite())) {
            throw new IllegalArgumentException("offsets must be at most 0 and finite, got " + offsets);
        }
    }

    /** Leaves logits as they are. */
    public static LogitAdjustment none(int classes) {
        return new LogitAdjustment(Collections.nCopies(classes, 0.0));
    }

    /**
     * The adjustment for images of these counts.
     *
     * @param counts training images per class as the network sees them, each at least 1
     * @param tau strength in [0, 10]; 0 changes nothing, 1 answers as if all classes were equally frequent
     */
    public static LogitAdjustment of(List<Long> counts, double tau) {
        if (!(tau >= 0 && tau <= LARGEST_TAU)) {
            throw new IllegalArgumentException("tau must be in [0, " + LARGEST_TAU + "], got " + tau);
        }
        double total = ClassWeights.everyClassHasImages(counts).total();
        return new LogitAdjustment(
                counts.stream().map(n -> tau * Math.log(n / total)).toList());
    }

    /** Number of classes, K. */
    public int classes() {
        return offsets.size();
    }

    /** Post-hoc: {@code logit_k - tau * log(prior_k)} of one image. */
    public double[] adjust(double[] logits) {
        double[] adjusted = copyOf(logits);
        for (int k = 0; k < adjusted.length; k++) {
            adjusted[k] -= offsets.get(k);
        }
        return adjusted;
    }

    /**
     * Post-hoc on probabilities: {@code p_k * prior_k^-tau}, scaled to sum to 1. What had probability 0 keeps it.
     *
     * @param probabilities of one image, each at least 0, not all 0
     */
    public double[] adjustProbabilities(double[] probabilities) {
        double[] logProbabilities =
                adjust(Arrays.stream(probabilities).map(Math::log).toArray());
        LogSoftmax.inPlace(logProbabilities);
        return Arrays.stream(logProbabilities).map(Math::exp).toArray();
    }

    /** The logits as the loss sees them: {@code logit_k + tau * log(prior_k)}. */
    double[] duringTraining(double[] logits) {
        double[] seen = copyOf(logits);
        for (int k = 0; k < seen.length; k++) {
            seen[k] += offsets.get(k);
        }
        return seen;
    }

    private double[] copyOf(double[] row) {
        if (row.length != offsets.size()) {
            throw new IllegalArgumentException(
                    "need one number per class, expected " + offsets.size() + ", got " + row.length);
        }
        return row.clone();
    }
}
