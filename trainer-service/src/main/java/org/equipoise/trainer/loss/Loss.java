package org.equipoise.trainer.loss;

import java.util.Arrays;
import java.util.List;

/**
 * What a wrong answer costs: softmax cross-entropy with its usual variations, which combine. Describes the graph's loss
 * and scores a split with the same formula. For an image of class y with logits z, in nats:
 *
 * <pre>
 * log p = log_softmax(z + offsets)                                 logit adjustment
 * q     = (1 - smoothing) * one_hot(y) + smoothing / K             label smoothing
 * loss  = -weight_y * sum_k q_k * (1 - p_k)^focusing * log p_k     focal, class weights
 * </pre>
 *
 * Class weights weigh images (Keras's {@code class_weight}), so a smoothed target counts as much as a hard one; a
 * batch's loss is the sum over its images divided by their number, not by their weights. Focal loss and label smoothing
 * combine as in Keras's {@code CategoricalFocalCrossentropy}.
 *
 * @param smoothing epsilon in [0, 0.5]; Szegedy et al., CVPR 2016, doi:10.1109/CVPR.2016.308
 * @param focusing gamma in [0, 10], how much images that are answered well are faded out; Lin et al., ICCV 2017,
 *     doi:10.1109/ICCV.2017.324, in its softmax form
 * @param adjustment what is added to the logits; Menon et al., ICLR 2021, arXiv:2007.07314
 * @param weights of the images by class
 */
public record Loss(double smoothing, double focusing, LogitAdjustment adjustment, ClassWeights weights) {

    /** Largest epsilon: with more, the true class no longer has most of the target. */
    public static final double LARGEST_SMOOTHING = 0.5;

    /** Probabilities below this count as this: the loss of an impossible answer stays finite (16.1 nats). */
    static final double SMALLEST_PROBABILITY = 1e-7;

    /** Largest gamma; the source tries up to 5. */
    public static final double LARGEST_FOCUSING = 10;

    public Loss {
        if (!(smoothing >= 0 && smoothing <= LARGEST_SMOOTHING)) {
            throw new IllegalArgumentException(
                    "label smoothing must be in [0, " + LARGEST_SMOOTHING + "], got " + smoothing);
        }
        if (!(focusing >= 0 && focusing <= LARGEST_FOCUSING)) {
            throw new IllegalArgumentException("focusing must be in [0, " + LARGEST_FOCUSING + "], got " + focusing);
        }
        if (adjustment.classes() != weights.classes()) {
            throw new IllegalArgumentException("logit adjustment of " + adjustment.classes()
                    + " classes, but class weights of " + weights.classes());
        }
    }

    /** Cross-entropy in which an image of class k counts {@code weights.of(k)}. */
    public static Loss crossEntropy(ClassWeights weights) {
        return new Loss(0, 0, LogitAdjustment.none(weights.classes()), weights);
    }

    /** The same with label smoothing. */
    public Loss withLabelSmoothing(double epsilon) {
        return new Loss(epsilon, focusing, adjustment, weights);
    }

    /** The same as a focal loss. */
    public Loss withFocusing(double gamma) {
        return new Loss(smoothing, gamma, adjustment, weights);
    }

    /** The same on adjusted logits. */
    public Loss withAdjustment(LogitAdjustment other) {
        return new Loss(smoothing, focusing, other, weights);
    }

    /** The same with other class weights: a later epoch of a {@link ReweightingSchedule}. */
    public Loss withWeights(ClassWeights other) {
        return new Loss(smoothing, focusing, adjustment, other);
    }

    /** Number of classes, K. */
    public int classes() {
        return weights.classes();
    }

    /**
     * Loss of one image, nats, at least 0.
     *
     * @param logits one finite number per class
     * @param trueClass in [0, K)
     */
    public double of(double[] logits, int trueClass) {
        double[] logProbabilities = adjustment.duringTraining(logits);
        LogSoftmax.inPlace(logProbabilities);
        double[] target = target(trueClass);
        double loss = 0;
        for (int k = 0; k < target.length; k++) {
            loss += target[k] * fadedLog(logProbabilities[k]);
        }
        return weights.of(trueClass) * loss;
    }

    /**
     * Loss of one image by its probabilities; those below 1e-7 count as that, so that an impossible answer costs a
     * finite amount. Equals {@link #of} of the logits that they came from as long as none is below.
     */
    public double ofProbabilities(double[] probabilities, int trueClass) {
        double[] logits = Arrays.stream(probabilities)
                .map(p -> Math.log(Math.max(SMALLEST_PROBABILITY, p)))
                .toArray();
        return of(logits, trueClass);
    }

    /**
     * Mean loss of the best constant answer on images of these counts, nats: a training loss that rests here has
     * learned nothing but the prior. Plain cross-entropy's is the entropy of the shares.
     *
     * @param counts images per class, at least one in all
     */
    public double bestConstant(List<Long> counts) {
        return bestConstant(counts.stream().mapToDouble(Long::doubleValue).toArray());
    }

    /** The same of images in these shares, up to a factor. */
    public double bestConstant(double[] images) {
        double total = Arrays.stream(images).sum();
        if (images.length != classes() || total <= 0) {
            throw new IllegalArgumentException(
                    "need images of " + classes() + " classes, got counts " + Arrays.toString(images));
        }
        double[] mass = new double[classes()];
        for (int t = 0; t < mass.length; t++) {
            double[] target = target(t);
            for (int k = 0; k < mass.length; k++) {
                mass[k] += weights.of(t) * images[t] / total * target[k];
            }
        }
        // Adjusting the logits changes which constant is best, not what the best costs.
        return new BestConstant(focusing).loss(mass);
    }

    /** {@code -(1 - p)^gamma * log p}, from log p so that neither end loses digits. */
    private double fadedLog(double logProbability) {
        return -Math.pow(-Math.expm1(logProbability), focusing) * logProbability;
    }

    private double[] target(int trueClass) {
        double[] target = new double[classes()];
        Arrays.fill(target, smoothing / target.length);
        target[trueClass] += 1 - smoothing;
        return target;
    }
}
