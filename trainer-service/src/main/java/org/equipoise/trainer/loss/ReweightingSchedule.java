package org.equipoise.trainer.loss;

/**
 * Deferred re-weighting: the features are learned while every image counts the same, and only then do the class weights
 * move the boundaries. Cao et al., "Learning imbalanced datasets with label-distribution-aware margin loss", NeurIPS
 * 2019, arXiv:1906.07413, whose schedule starts at epoch 160 of 200.
 *
 * @param from first epoch with the class weights, counted from 0; 0 weighs from the start
 * @param weights from then on
 */
public record ReweightingSchedule(int from, ClassWeights weights) {

    public ReweightingSchedule {
        if (from < 0) {
            throw new IllegalArgumentException("the first weighted epoch must be at least 0, got " + from);
        }
    }

    /** The class weights of {@code epoch}, counted from 0. */
    public ClassWeights in(int epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch must be at least 0, got " + epoch);
        }
        return epoch < from ? ClassWeights.none(weights.classes()) : weights;
    }
}
