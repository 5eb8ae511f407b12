package org.equipoise.trainer.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.equipoise.common.words.Counted;

/**
 * Answers to images that were not learnt from, by which a run chooses: those to the validation split and, where folds
 * of the training split were left out, those to each fold by the part that left it out. A part, which learnt from fewer
 * images and is one of several, is less right than the whole, and surer; see {@link #of}.
 *
 * @param validation by the whole
 * @param outOfFold training images in pack order, each by the part that had not learnt from it; none without folds
 * @param ofParts answers to the validation split by each part; empty without folds
 */
record UnseenAnswers(SplitPredictions validation, SplitPredictions outOfFold, List<SplitPredictions> ofParts) {

    /** A part that tells less of the whole tells nothing, and is left as it is. */
    private static final double LEAST_SLOPE = 0.05;

    UnseenAnswers {
        ofParts = List.copyOf(ofParts);
    }

    /** Of the validation split alone. */
    static UnseenAnswers of(SplitPredictions validation) {
        return new UnseenAnswers(
                validation, new SplitPredictions(validation.classes(), new int[0], new float[0]), List.of());
    }

    /**
     * With folds. The parts' logits are drawn towards the middle of the classes, by the slope with which the whole's
     * logits to the validation images follow the parts' within the classes, by least squares. Where a part says what is
     * right plus noise of its own, and the whole is the mean of the parts, this leaves both equally honest: one
     * temperature and one prior fit all answers. It does not leave them spread alike: a quantile of all is not the
     * whole's.
     */
    static UnseenAnswers of(SplitPredictions validation, SplitPredictions outOfFold, List<SplitPredictions> ofParts) {
        double[][] ofClasses = classMeans(ofParts, validation.classes());
        double slope = slope(validation, ofParts, ofClasses);
        if (!(slope > LEAST_SLOPE && slope < 1)) {
            return new UnseenAnswers(validation, outOfFold, ofParts);
        }
        List<Double> middle = IntStream.range(0, validation.classes())
                .mapToObj(k -> Arrays.stream(ofClasses)
                        .mapToDouble(mean -> mean[k])
                        .average()
                        .orElse(0))
                .toList();
        var drawn = new LogitCorrection(
                middle.stream().map(logit -> logit * (1 / slope - 1)).toList(), 1 / slope);
        return new UnseenAnswers(
                validation,
                drawn.applied(outOfFold),
                ofParts.stream().map(drawn::applied).toList());
    }

    /** The mean logits to the images of each class, {@code [classes, classes]}; 0 of a class without any. */
    private static double[][] classMeans(List<SplitPredictions> answers, int classes) {
        double[][] means = new double[classes][classes];
        int[] images = new int[classes];
        for (SplitPredictions each : answers) {
            for (int i = 0; i < each.size(); i++) {
                double[] logits = each.logits(i);
                int label = each.label(i);
                images[label]++;
                for (int k = 0; k < classes; k++) {
                    means[label][k] += (logits[k] - means[label][k]) / images[label];
                }
            }
        }
        return means;
    }

    /** Not a number where it cannot be told. */
    private static double slope(SplitPredictions whole, List<SplitPredictions> parts, double[][] ofParts) {
        double[][] ofWhole = classMeans(List.of(whole), whole.classes());
        double product = 0;
        double square = 0;
        for (SplitPredictions part : parts) {
            for (int i = 0; i < whole.size(); i++) {
                int label = whole.label(i);
                double[] own = whole.logits(i);
                double[] other = part.logits(i);
                for (int k = 0; k < own.length; k++) {
                    double deviation = other[k] - ofParts[label][k];
                    product += (own[k] - ofWhole[label][k]) * deviation;
                    square += deviation * deviation;
                }
            }
        }
        return product / square;
    }

    /** Every image: the validation split, then the training images. */
    SplitPredictions all() {
        return validation.and(outOfFold);
    }

    /** Which images these are. */
    String words() {
        String own = Counted.of(validation.size(), "validation image");
        return outOfFold.size() == 0
                ? own
                : own + " and " + Counted.of(outOfFold.size(), "training image") + " that were left out";
    }
}
