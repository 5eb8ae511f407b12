package org.equipoise.trainer.labels;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

import org.equipoise.trainer.features.FeatureTable;
import org.equipoise.trainer.features.RidgeScores;

/**
 * Least squares on features of one kind, cross-fitted and calibrated.
 *
 * @param features of the first repeat
 * @param predictions of models that did not see the image
 */
public record AuditLearner(FeatureTable features, OutOfFold predictions, Score score) {

    /** The one that needs nothing but the images. */
    static final String PATCHES = "k-means of patches";

    private static final int CALIBRATION_STEPS = 25;

    /**
     * How well it answers images that it did not see, by the labels as given.
     *
     * @param learner what it learned from, in words
     * @param balancedAccuracy mean recall of the classes
     * @param logLoss mean over the classes of an image's, nats: classes count alike, and each answer is what it would
     *     be if they were equally frequent, so guessing has the logarithm of their number
     */
    public record Score(String learner, double balancedAccuracy, double logLoss) {}

    /**
     * Cross-fits.
     *
     * @param folds of each repeat, whose scores are averaged
     * @param features of each repeat
     * @param often carried out now and then; may throw, to stop
     */
    static AuditLearner of(
            String name,
            List<int[]> folds,
            LabelExamination.Images images,
            IntFunction<FeatureTable> features,
            Runnable often) {
        int[] labels = images.labels();
        int classes = images.classes();
        double[][] scores = new double[labels.length][classes];
        FeatureTable first = features.apply(0);
        for (int repeat = 0; repeat < folds.size(); repeat++) {
            FeatureTable table = repeat == 0 ? first : features.apply(repeat);
            RidgeScores fitted = RidgeScores.crossFit(table, labels, classes, folds.get(repeat), often);
            add(fitted.scores(), scores, folds.size());
        }
        var predictions = new OutOfFold(calibrated(scores, labels, classes), labels);
        return new AuditLearner(first, predictions, score(name, predictions));
    }

    private static void add(double[][] scores, double[][] to, int repeats) {
        for (int i = 0; i < to.length; i++) {
            for (int k = 0; k < to[i].length; k++) {
                to[i][k] += scores[i][k] / repeats;
            }
        }
    }

    /** Two to K + 1 parameters fitted to held-out scores of all folds: too few to remember an image. */
    private static double[][] calibrated(double[][] scores, int[] labels, int classes) {
        double[][] targets = new double[labels.length][classes];
        for (int i = 0; i < labels.length; i++) {
            targets[i][labels[i]] = 1;
        }
        Calibration calibration = Calibration.start(classes, 1);
        for (int step = 0; step < CALIBRATION_STEPS; step++) {
            calibration = calibration.step(scores, targets);
        }
        double[][] probabilities = new double[labels.length][];
        for (int i = 0; i < labels.length; i++) {
            probabilities[i] = calibration.probabilities(scores[i]);
        }
        return probabilities;
    }

    /** Of answers at even shares of the classes that there are: the likeliest class is the answer. */
    static Score score(String name, OutOfFold predictions) {
        int[] counts = predictions.counts();
        long present = Arrays.stream(counts).filter(count -> count > 0).count();
        double recall = 0;
        double loss = 0;
        for (int i = 0; i < predictions.images(); i++) {
            double[] even = even(predictions, counts, i);
            int label = predictions.label(i);
            int answer = 0;
            for (int k = 1; k < counts.length; k++) {
                answer = even[k] > even[answer] ? k : answer;
            }
            recall += answer == label ? 1.0 / counts[label] / present : 0;
            loss -= Math.log(Math.max(Double.MIN_NORMAL, even[label])) / counts[label] / present;
        }
        return new Score(name, recall, loss);
    }

    /** An answer as it would be if the classes that there are were equally frequent. */
    private static double[] even(OutOfFold predictions, int[] counts, int image) {
        double[] even = new double[counts.length];
        double sum = 0;
        for (int k = 0; k < even.length; k++) {
            even[k] = counts[k] == 0 ? 0 : predictions.probability(image, k) / counts[k];
            sum += even[k];
        }
        for (int k = 0; k < even.length; k++) {
            even[k] /= sum;
        }
        return even;
    }
}
