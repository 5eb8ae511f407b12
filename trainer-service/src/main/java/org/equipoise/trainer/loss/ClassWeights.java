package org.equipoise.trainer.loss;

import java.util.Collections;
import java.util.List;

import org.equipoise.common.labels.ClassDistribution;

/**
 * How much an image of each class counts in the loss.
 *
 * @param values weight of class k, at least 0 and finite, in label-set order
 */
public record ClassWeights(List<Double> values) {

    public ClassWeights {
        values = List.copyOf(values);
        if (values.size() < 2) {
            throw new IllegalArgumentException("need at least two classes, got " + values.size());
        }
        if (values.stream().anyMatch(w -> !(w >= 0) || w.isInfinite())) {
            throw new IllegalArgumentException("class weights must be at least 0 and finite, got " + values);
        }
    }

    /** Every image counts 1. */
    public static ClassWeights none(int classes) {
        return new ClassWeights(Collections.nCopies(classes, 1.0));
    }

    /**
     * {@code N / (K * n_k)}: every class counts the same in all, an image 1 on average over the images. scikit-learn's
     * {@code compute_class_weight("balanced")}.
     *
     * @param counts training images per class, each at least 1
     */
    public static ClassWeights balanced(List<Long> counts) {
        return new ClassWeights(everyClassHasImages(counts).classWeights());
    }

    /**
     * Inverse effective number of images, {@code (1 - beta) / (1 - beta^n_k)}, scaled so that the weights sum to K:
     * with n images of a class the next one is new only with probability {@code beta^n}. {@code beta = 0} weighs all
     * classes alike, {@code beta} near 1 by their inverse counts. Unlike {@link #balanced}, the weights are 1 on
     * average over the classes, not over the images. Cui et al., CVPR 2019, doi:10.1109/CVPR.2019.00949.
     *
     * @param counts training images per class, each at least 1
     * @param beta in [0, 1); the source tries 0.9 to 0.9999
     */
    public static ClassWeights effectiveNumber(List<Long> counts, double beta) {
        if (!(beta >= 0 && beta < 1)) {
            throw new IllegalArgumentException("beta must be in [0, 1), got " + beta);
        }
        // expm1 keeps the digits that 1 - beta^n loses where beta is next to 1; the factor 1 - beta cancels.
        List<Double> inverse = everyClassHasImages(counts).counts().stream()
                .map(n -> -1 / Math.expm1(n * Math.log(beta)))
                .toList();
        double sum = inverse.stream().mapToDouble(Double::doubleValue).sum();
        return new ClassWeights(
                inverse.stream().map(w -> counts.size() * w / sum).toList());
    }

    /** Number of classes, K. */
    public int classes() {
        return values.size();
    }

    /** Weight of an image of class {@code k}. */
    public double of(int k) {
        return values.get(k);
    }

    static ClassDistribution everyClassHasImages(List<Long> counts) {
        int missing = counts.indexOf(0L);
        if (missing >= 0) {
            throw new IllegalArgumentException("class " + missing + " has no images in " + counts);
        }
        return new ClassDistribution(counts);
    }
}
