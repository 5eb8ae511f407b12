package org.equipoise.trainer.training;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.PriorShift;
import org.equipoise.common.evaluation.RocAuc;
import org.equipoise.trainer.evaluation.TemperatureScaling;
import org.equipoise.trainer.features.LinearHead;

/**
 * How a trained network and its companion answer together: the logits are {@code networkFactor * network_k +
 * companionFactor * companion_k + offset_k}, a weighted geometric mean of what the two answer, each made honest first.
 * The pooled answers assume the class shares that the network's own assume.
 *
 * @param networkFactor of the network's logits, at least 0
 * @param companionFactor of the companion's logits, which assume even classes, at least 0
 * @param offsets one per class, nats: what takes the companion to the network's class shares
 */
public record AnswerPool(double networkFactor, double companionFactor, List<Double> offsets) {

    private static final int STEPS = 20;

    public AnswerPool {
        offsets = List.copyOf(offsets);
    }

    /**
     * A pool with what decided.
     *
     * @param weight of the companion, in [0, 1]
     * @param least the weight with the least loss, which few images choose by chance
     * @param network of the network alone
     * @param companion of the companion alone
     * @param both of the pooled answers
     */
    record Fitted(AnswerPool pool, double weight, double least, Score network, Score companion, Score both) {

        /** One clause with every number. */
        String words(String images) {
            return String.format(
                    Locale.ROOT,
                    "on %s the network alone has AUC %.3f, loss %.3f, the companion alone %.3f, %.3f,"
                            + " both %.3f, %.3f at the companion's weight %.2f, the mean of what is likely (the least loss"
                            + " is at %.2f)",
                    images,
                    network.auc(),
                    network.loss(),
                    companion.auc(),
                    companion.loss(),
                    both.auc(),
                    both.loss(),
                    weight,
                    least);
        }
    }

    /**
     * How good answers are.
     *
     * @param auc macro average; 0.5 where it is not defined
     * @param loss mean over the images, counted at the shares that the answers assume, nats
     */
    record Score(double auc, double loss) {}

    /**
     * The pool that images with labels speak for. Both are brought to the network's class shares, and each is given the
     * temperature at which it is honest there, so that a weight of 1/2 trusts both alike. The weight is the mean of all
     * from 0 to 1, each counting as likely as it makes the labels: few images leave it near 1/2, many take it to where
     * the loss is least.
     *
     * <p>Where folds were left out, a part of each side answered them. One of several networks loses more against all
     * of them than one of several classifiers that are nearly the same, so the companion would be given too much. What
     * the parts lose against the whole on the validation split is taken off, weight by weight.
     *
     * @param unseen answers of the network; of no image, or of numbers that are none, weigh both alike
     * @param beside answers of the companion to the same images, for even classes
     * @param assumed class shares that the network's answers assume
     */
    static Fitted fit(UnseenAnswers unseen, UnseenAnswers beside, List<Double> assumed) {
        SplitPredictions network = unseen.all();
        SplitPredictions companion = beside.all();
        List<Double> even = Collections.nCopies(assumed.size(), 1.0 / assumed.size());
        List<Double> offsets = new PriorShift(even, assumed).offsets();
        SplitPredictions moved = new LogitCorrection(offsets, 1).applied(companion);
        double networkFactor = 1 / temperature(network, assumed);
        double companionFactor = 1 / temperature(moved, assumed);
        List<AnswerPool> pools = IntStream.rangeClosed(0, STEPS)
                .mapToObj(step -> (double) step / STEPS)
                .map(weight -> of(networkFactor * (1 - weight), companionFactor * weight, offsets))
                .toList();
        List<Losses> losses = pools.stream()
                .map(pool -> Losses.of(pool.applied(network, companion), assumed)
                        .less(lostByParts(pool, unseen, beside, assumed)))
                .toList();
        double least = losses.stream().mapToDouble(Losses::mean).min().orElse(0);
        int best = IntStream.rangeClosed(0, STEPS)
                .filter(step -> losses.get(step).mean() == least)
                .findFirst()
                .orElse(STEPS / 2);
        double sum = 0;
        double weight = 0;
        for (int step = 0; step <= STEPS; step++) {
            double likelihood = Math.exp(
                    losses.get(step).images() * (least - losses.get(step).mean()));
            sum += likelihood;
            weight += likelihood * step / STEPS;
        }
        weight /= sum;
        AnswerPool pool = of(networkFactor * (1 - weight), companionFactor * weight, offsets);
        SplitPredictions both = pool.applied(network, companion);
        return new Fitted(
                pool,
                weight,
                (double) best / STEPS,
                score(network, losses.get(0)),
                score(moved, losses.get(STEPS)),
                score(both, Losses.of(both, assumed)));
    }

    /** What answering the folds by parts costs in the mean over all images, as the validation split shows it, nats. */
    private static double lostByParts(
            AnswerPool pool, UnseenAnswers network, UnseenAnswers companion, List<Double> assumed) {
        int parts = network.ofParts().size();
        if (parts == 0 || network.validation().size() == 0) {
            return 0;
        }
        double whole = Losses.of(pool.applied(network.validation(), companion.validation()), assumed)
                .mean();
        double lost = IntStream.range(0, parts)
                .mapToObj(part -> pool.applied(
                        network.ofParts().get(part), companion.ofParts().get(part)))
                .mapToDouble(answers -> Losses.of(answers, assumed).mean() - whole)
                .average()
                .orElse(0);
        return lost * network.outOfFold().size() / network.all().size();
    }

    private static AnswerPool of(double networkFactor, double companionFactor, List<Double> offsets) {
        return new AnswerPool(
                networkFactor,
                companionFactor,
                offsets.stream().map(offset -> companionFactor * offset).toList());
    }

    private static double temperature(SplitPredictions answers, List<Double> shares) {
        return answers.labelled()
                .map(labelled -> TemperatureScaling.fit(labelled, labelled.weightsAt(shares))
                        .temperature())
                .orElse(1.0);
    }

    private static Score score(SplitPredictions answers, Losses losses) {
        double auc = answers.labelled()
                .map(labelled -> RocAuc.of(labelled).macro().orElse(0.5))
                .orElse(0.5);
        return new Score(auc, losses.mean());
    }

    /** What both answer together, to the same images. */
    SplitPredictions applied(SplitPredictions network, SplitPredictions companion) {
        int classes = network.classes();
        int[] labels = new int[network.size()];
        float[] pooled = new float[network.size() * classes];
        double[] row = new double[classes];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = network.label(i);
            for (int k = 0; k < classes; k++) {
                row[k] = networkFactor * log(network.probability(i, k))
                        + companionFactor * log(companion.probability(i, k))
                        + offsets.get(k);
            }
            LinearHead.softmax(row);
            for (int k = 0; k < classes; k++) {
                pooled[i * classes + k] = (float) row[k];
            }
        }
        return new SplitPredictions(classes, labels, pooled);
    }

    private static double log(double probability) {
        return Math.log(Math.max(Float.MIN_NORMAL, probability));
    }

    /**
     * Losses of images.
     *
     * @param mean with each image's weight, nats
     * @param images that count alike and say as much as those with their weights
     */
    private record Losses(double mean, double images) {

        Losses less(double lost) {
            return new Losses(mean - lost, images);
        }

        static Losses of(SplitPredictions answers, List<Double> shares) {
            LabelledProbabilities labelled = answers.labelled().orElse(null);
            if (labelled == null) {
                return new Losses(0, 0);
            }
            double[] weights = labelled.weightsAt(shares);
            double sum = 0;
            double all = 0;
            double squares = 0;
            for (int i = 0; i < weights.length; i++) {
                sum -= weights[i] * log(labelled.probability(i, labelled.label(i)));
                all += weights[i];
                squares += weights[i] * weights[i];
            }
            return new Losses(sum / all, all * all / squares);
        }
    }
}
