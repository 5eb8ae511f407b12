package org.equipoise.trainer.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.WilsonInterval;

/**
 * How much of a class is found where so many images of the other class are to be spared, of two classes: a threshold on
 * the class's probability that was chosen on the validation split, applied to the test split. The model itself answers
 * the more probable class; this is what another threshold would give.
 *
 * @param found index of the class that is to be found
 * @param specificity share of the other class's images that were to be answered as it, in (0, 1)
 * @param threshold the class is answered at this probability of it and above: the lowest at which the validation split
 *     keeps the specificity; just above 1 where no answer may be the class
 * @param sensitivity share of the class that is found on the test split, with its 95 % interval
 * @param kept share of the other class that is answered as it on the test split, with its 95 % interval
 */
public record OperatingPoint(int found, double specificity, double threshold, Share sensitivity, Share kept) {

    /** What tables of diagnostic studies ask for. */
    private static final List<Double> SPECIFICITIES = List.of(0.80, 0.90, 0.95);

    /**
     * A share of images.
     *
     * @param value in [0, 1]
     * @param lower lower end of the 95 % Wilson interval
     * @param upper its upper end
     */
    public record Share(double value, double lower, double upper) {
        static Share of(long some, long all) {
            WilsonInterval interval = WilsonInterval.of(some, all, WilsonInterval.Z_95);
            return new Share(some / (double) all, interval.lower(), interval.upper());
        }
    }

    /**
     * For either class, at each usual specificity; nothing of more than two classes, and nothing where a split lacks
     * images of a class.
     */
    public static List<OperatingPoint> of(LabelledProbabilities validation, LabelledProbabilities test) {
        if (validation.classes() != 2) {
            return List.of();
        }
        return Stream.of(0, 1)
                .flatMap(found -> SPECIFICITIES.stream()
                        .flatMap(specificity -> of(found, specificity, validation, test).stream()))
                .toList();
    }

    static Optional<OperatingPoint> of(
            int found, double specificity, LabelledProbabilities validation, LabelledProbabilities test) {
        double[] others = scores(validation, found, 1 - found);
        double[] own = scores(test, found, found);
        double[] spared = scores(test, found, 1 - found);
        if (others.length == 0 || own.length == 0 || spared.length == 0) {
            return Optional.empty();
        }
        int below = (int) Math.ceil(specificity * others.length - 1e-9);
        double threshold = Math.nextUp(others[below - 1]);
        return Optional.of(new OperatingPoint(
                found,
                specificity,
                threshold,
                Share.of(Arrays.stream(own).filter(p -> p >= threshold).count(), own.length),
                Share.of(Arrays.stream(spared).filter(p -> p < threshold).count(), spared.length)));
    }

    /** Probabilities of class {@code found} of the images of class {@code of}, in rising order. */
    private static double[] scores(LabelledProbabilities answers, int found, int of) {
        return IntStream.range(0, answers.size())
                .filter(i -> answers.label(i) == of)
                .mapToDouble(i -> answers.probability(i, found))
                .sorted()
                .toArray();
    }
}
