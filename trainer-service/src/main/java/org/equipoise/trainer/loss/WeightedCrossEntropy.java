package org.equipoise.trainer.loss;

import java.util.List;

/**
 * Softmax cross-entropy in which an image of class k counts {@code weights[k]}: the mean over images of {@code weight *
 * -log p(true class)}, in nats. The same number the network minimises, so that training and validation can be compared.
 */
public final class WeightedCrossEntropy {

    /** Probabilities below this count as this: the loss of an impossible answer stays finite (16.1 nats). */
    static final double SMALLEST_PROBABILITY = 1e-7;

    private final Loss loss;

    /** One weight per class, each at least 0. */
    public WeightedCrossEntropy(List<Double> weights) {
        loss = Loss.crossEntropy(new ClassWeights(weights));
    }

    /** Loss of one image of class {@code k} whose true class was given {@code probability}. */
    public double of(int k, double probability) {
        return loss.weights().of(k) * -Math.log(Math.max(SMALLEST_PROBABILITY, probability));
    }

    /**
     * Loss of the best constant answer on images of these counts, in nats: with {@code a_k = weight_k * share_k} it is
     * {@code -sum a_k log(a_k / sum a)}. Without weights this is the entropy of the shares.
     *
     * @param counts images per class, at least one in all
     */
    public double bestConstant(List<Long> counts) {
        return loss.bestConstant(counts);
    }
}
