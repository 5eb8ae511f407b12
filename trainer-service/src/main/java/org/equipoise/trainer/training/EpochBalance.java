package org.equipoise.trainer.training;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.sampling.EpochSampling;
import org.equipoise.common.sampling.Mixup;
import org.equipoise.common.words.Counted;
import org.equipoise.trainer.loss.ClassWeights;
import org.equipoise.trainer.loss.Loss;

/**
 * How one epoch is drawn and weighted, and what follows: its training loss, its validation loss and its prior entropy
 * count the classes alike, and its answers assume one set of class shares.
 *
 * @param sampling how the training images are drawn
 * @param loss with the class weights of this epoch
 * @param counts training images per class, each at least 1
 * @param mixup how images are mixed, which moves the shares where the second ones are drawn otherwise
 */
record EpochBalance(EpochSampling sampling, Loss loss, List<Long> counts, Optional<Mixup> mixup) {

    /** Of images that are not mixed. */
    EpochBalance(EpochSampling sampling, Loss loss, List<Long> counts) {
        this(sampling, loss, counts, Optional.empty());
    }

    /** As an order of shards says it. */
    ShardSource.Plan.Epoch epoch() {
        return new ShardSource.Plan.Epoch(sampling, loss.weights().values());
    }

    /**
     * How many images stand behind the draws of each class, as a clause; empty where every image is drawn once. A class
     * of many draws and few images is learnt by heart.
     */
    String draws(LabelSet labels) {
        if (sampling.sampling() == Sampling.NATURAL) {
            return "";
        }
        int[] draws = sampling.draws(counts);
        long[] images = sampling.distinct(counts);
        return "an epoch draws "
                + IntStream.range(0, draws.length)
                        .mapToObj(k -> "\"" + labels.name(k) + "\" " + Counted.of(draws[k], "time") + " from "
                                + Counted.of(images[k], "image"))
                        .collect(Collectors.joining(", "));
    }

    /** Loss of the best constant answer on what this epoch draws, nats. */
    double priorEntropy() {
        return loss.bestConstant(shares());
    }

    /**
     * Loss on a split that is not drawn, on the scale of this epoch's training loss, nats: the mean loss of class k's
     * images counts {@link #mass}. Whatever shares the split has, the best constant answer costs the prior entropy.
     *
     * @throws IllegalStateException without an image
     */
    double validationLoss(SplitPredictions validation) {
        return validation.loss(loss.withWeights(ClassWeights.none(counts.size())), mass());
    }

    /**
     * The class shares that answers learned in such an epoch assume, summing to 1. Cross-entropy learns posteriors at
     * the shares {@code mass_k}; a loss that adds {@code offset_k} to the logits leaves answers at {@code mass_k *
     * exp(-offset_k)}, even ones where the offsets are the logarithms of the shares (Menon et al., ICLR 2021,
     * arXiv:2007.07314). Smoothing and focusing are taken for even-handed between the classes, which focusing is only
     * nearly.
     */
    List<Double> assumedShares() {
        List<Double> mass = mass();
        return normalised(IntStream.range(0, counts.size())
                .mapToObj(
                        k -> mass.get(k) * Math.exp(-loss.adjustment().offsets().get(k)))
                .toList());
    }

    /**
     * The shares of images at which nothing is gained by answering every image alike: the even answer, from which a
     * fresh network starts, is the best constant one, {@code share_k * weight_k} being as {@code exp(offset_k)}.
     * Summing to 1; an epoch whose balance is right has them already, a plain loss has them with even classes.
     */
    List<Double> unbiasedShares() {
        return normalised(IntStream.range(0, counts.size())
                .mapToObj(k -> Math.exp(loss.adjustment().offsets().get(k))
                        / loss.weights().of(k))
                .toList());
    }

    /** What class k counts in the training loss: its share of the targets drawn times its weight. */
    List<Double> mass() {
        double[] shares = shares();
        return IntStream.range(0, counts.size())
                .mapToObj(k -> shares[k] * loss.weights().of(k))
                .toList();
    }

    /** The share of each class in the targets, before the weights. */
    private double[] shares() {
        double[] drawn = sampling.shares(counts);
        return mixup.map(mixed -> mixed.shares(drawn, counts)).orElse(drawn);
    }

    private static List<Double> normalised(List<Double> shares) {
        double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
        return shares.stream().map(share -> share / sum).toList();
    }
}
