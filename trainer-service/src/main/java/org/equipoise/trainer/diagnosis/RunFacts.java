package org.equipoise.trainer.diagnosis;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.sampling.EpochSampling;
import org.equipoise.common.sampling.Mixup;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.trainer.loss.ClassWeights;
import org.equipoise.trainer.loss.LogitAdjustment;
import org.equipoise.trainer.optimisation.Optimiser;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.Shard;

/** What can be counted: images, labels, pixels, the order of the batches. */
final class RunFacts {

    private static final double SAME = 1e-9;

    /** Adam's usual rate: Kingma and Ba, ICLR 2015, and the default of Keras and PyTorch. */
    private static final double USUAL_ADAM = 1e-3;

    /** A rate of 0.01 with a momentum of 0.9. */
    private static final double USUAL_DESCENT = 0.1;

    private RunFacts() {}

    static Evidence of(ExaminedRun run) {
        var counts = new ClassDistribution(run.counts());
        Evidence facts = Evidence.NONE
                .with(Measure.IMBALANCE_RATIO, counts.imbalanceRatio())
                .with(
                        Measure.SMALLEST_CLASS,
                        run.counts().stream().mapToLong(Long::longValue).min().orElseThrow())
                .with(Measure.SHARES_CORRECTED, sharesCorrected(run.recipe(), run.counts()))
                .and(run.stepwise() ? ofOptimiser(run.recipe(), steps(run)) : Evidence.NONE);
        if (run.training().size() > 0) {
            facts = facts.with(Measure.LABEL_CONFLICTS, conflicts(run.training()))
                    .with(Measure.LEAST_CONTRAST, leastContrast(run.training(), run.classes()));
            if (run.validation().size() > 0) {
                facts = facts.with(Measure.CONSTANT_SHIFT, shift(run.training(), run.validation()));
            }
        }
        Shard drawn = run.drawn();
        return drawn == null
                ? facts
                : facts.with(
                        Measure.BATCH_LABEL_ENTROPY,
                        batchLabelEntropy(
                                drawn.labels(), run.recipe().optimiser().batchSize(), run.classes()));
    }

    /** Steps of the epochs that were completed. */
    private static long steps(ExaminedRun run) {
        long images = run.counts().stream().mapToLong(Long::longValue).sum();
        int batch = run.recipe().optimiser().batchSize();
        return run.telemetry().size() * ((images + batch - 1) / batch);
    }

    /** How the recipe's rate compares with the usual, and what its decay does in so many steps. */
    static Evidence ofOptimiser(Recipe recipe, long steps) {
        Optimiser optimiser = recipe.optimiser().optimiser();
        double rate = recipe.schedule().learningRate();
        boolean adaptive = optimiser.algorithm() != Optimiser.Algorithm.SGD;
        // A gradient that stays the same moves a weight by this much a step once momentum has built up.
        double lasting = rate / (1 - optimiser.momentum());
        return Evidence.NONE
                .with(Measure.RATE_SET, Evidence.logarithm(lasting / (adaptive ? USUAL_ADAM : USUAL_DESCENT)))
                .with(Measure.ADAPTIVE, adaptive ? 1 : 0)
                .with(Measure.DECAYED, 1 - Math.exp(-lasting * optimiser.weightDecay() * steps));
    }

    /** Entropy of the shares that the loss sees, by that of even ones. */
    static double sharesCorrected(Recipe recipe, List<Long> counts) {
        int classes = counts.size();
        EpochSampling sampling = recipe.balance().classifierEpochs() > 0
                ? EpochSampling.of(Sampling.BALANCED)
                : recipe.balance().drawn();
        double[] drawn = sampling.shares(counts);
        double[] shares = Mixup.of(recipe.augmentation())
                .map(mixup -> mixup.shares(drawn, counts))
                .orElse(drawn);
        ClassWeights weights = switch (recipe.balance().classWeights()) {
            case NONE -> ClassWeights.none(classes);
            case BALANCED -> ClassWeights.balanced(counts);
            case EFFECTIVE_NUMBER ->
                ClassWeights.effectiveNumber(counts, recipe.balance().effectiveNumberBeta());
        };
        LogitAdjustment adjustment = recipe.loss().name() == Recipe.LossName.LOGIT_ADJUSTED
                ? LogitAdjustment.of(counts, recipe.loss().adjustment())
                : LogitAdjustment.none(classes);
        double[] mass = IntStream.range(0, classes)
                .mapToDouble(k -> shares[k]
                        * weights.of(k)
                        * Math.exp(-adjustment.offsets().get(k)))
                .toArray();
        return entropy(mass) / Math.log(classes);
    }

    /** Whether the loss sees the shares of the images as they are. */
    static boolean asLabelled(Recipe recipe, List<Long> counts) {
        double[] shares = counts.stream().mapToDouble(Long::doubleValue).toArray();
        return Math.abs(sharesCorrected(recipe, counts) - entropy(shares) / Math.log(counts.size())) < SAME;
    }

    /** Mean entropy of the labels of a batch by that of all labels, in [0, 1]; 1 where all labels are one class. */
    static double batchLabelEntropy(int[] labels, int batch, int classes) {
        double all = entropy(histogram(labels, 0, labels.length, classes));
        if (all == 0) {
            return 1;
        }
        double sum = 0;
        int batches = 0;
        for (int from = 0; from + batch <= labels.length || from == 0; from += batch) {
            sum += entropy(histogram(labels, from, Math.min(labels.length, from + batch), classes));
            batches++;
        }
        return Math.min(1, sum / batches / all);
    }

    private static double[] histogram(int[] labels, int from, int to, int classes) {
        double[] counts = new double[classes];
        for (int i = from; i < to; i++) {
            counts[labels[i]]++;
        }
        return counts;
    }

    /** Entropy of shares in proportion to {@code mass}, nats. */
    private static double entropy(double[] mass) {
        double total = Arrays.stream(mass).sum();
        return Arrays.stream(mass)
                .filter(m -> m > 0)
                .map(m -> -m / total * Math.log(m / total))
                .sum();
    }

    /** Share of the images that are equal to one with another label. */
    static double conflicts(LabelledImages images) {
        Map<ByteBuffer, Set<Integer>> labels = new HashMap<>();
        int length = images.imageBytes();
        for (int i = 0; i < images.size(); i++) {
            labels.computeIfAbsent(pixels(images, i, length), p -> new HashSet<>())
                    .add(images.label(i));
        }
        long conflicting = IntStream.range(0, images.size())
                .filter(i ->
                        labels.getOrDefault(pixels(images, i, length), Set.of()).size() > 1)
                .count();
        return conflicting / (double) images.size();
    }

    private static ByteBuffer pixels(LabelledImages images, int i, int length) {
        return ByteBuffer.wrap(images.pixels(), i * length, length).slice();
    }

    /** Median of the deviation of an image's pixels, of the class where it is least. */
    static double leastContrast(LabelledImages images, int classes) {
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            int of = k;
            double[] deviations = IntStream.range(0, images.size())
                    .filter(i -> images.label(i) == of)
                    .mapToDouble(i -> deviation(images, i))
                    .sorted()
                    .toArray();
            if (deviations.length > 0) {
                least = Math.min(least, deviations[deviations.length / 2]);
            }
        }
        return Double.isFinite(least) ? least : 0;
    }

    private static double deviation(LabelledImages images, int image) {
        int length = images.shape().length();
        double sum = 0;
        double squares = 0;
        for (int i = image * length; i < (image + 1) * length; i++) {
            double level = images.level(i);
            sum += level;
            squares += level * level;
        }
        double mean = sum / length;
        return Math.sqrt(Math.max(0, squares / length - mean * mean));
    }

    /** Difference of the mean images' brightness, by the deviation of the training images' brightness. */
    static double shift(LabelledImages training, LabelledImages validation) {
        double[] ofTraining = means(training);
        double mean = Arrays.stream(ofTraining).average().orElseThrow();
        double variance = Arrays.stream(ofTraining)
                .map(m -> (m - mean) * (m - mean))
                .average()
                .orElseThrow();
        double difference = Arrays.stream(means(validation)).average().orElseThrow() - mean;
        return Math.max(-100, Math.min(100, difference / Math.max(1, Math.sqrt(variance))));
    }

    private static double[] means(LabelledImages images) {
        int length = images.shape().length();
        double[] means = new double[images.size()];
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            for (int j = i * length; j < (i + 1) * length; j++) {
                sum += images.level(j);
            }
            means[i] = sum / length;
        }
        return means;
    }
}
