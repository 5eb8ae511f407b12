package org.equipoise.trainer.labels;

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
     * @param logLoss mean over the classes of an image's, nats: classes count alike
     */
    public record Score(String learner, double balancedAccuracy, double logLoss) {}

    /**
     * Cross-fits.
     *
     * @param folds of each repeat, whose scores are averaged
     * @param features of each repeat
     */
    static AuditLearner of(
            String name, List<int[]> folds, int[] labels, int classes, IntFunction<FeatureTable> features) {
        double[][] scores = new double[labels.length][classes];
        FeatureTable first = features.apply(0);
        for (int repeat = 0; repeat < folds.size(); repeat++) {
            FeatureTable table = repeat == 0 ? first : features.apply(repeat);
            add(RidgeScores.crossFit(table, labels, classes, folds.get(repeat)).scores(), scores, folds.size());
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

    /** The likeliest class is the answer, once no class is likelier for being more frequent. */
    private static Score score(String name, OutOfFold predictions) {
        int[] counts = predictions.counts();
        double recall = 0;
        double loss = 0;
        int present = 0;
        for (int count : counts) {
            present += count > 0 ? 1 : 0;
        }
        for (int i = 0; i < predictions.images(); i++) {
            int label = predictions.label(i);
            int answer = 0;
            for (int k = 1; k < counts.length; k++) {
                boolean likelier =
                        predictions.probability(i, k) * counts[answer] > predictions.probability(i, answer) * counts[k];
                answer = counts[k] > 0 && (counts[answer] == 0 || likelier) ? k : answer;
            }
            recall += answer == label ? 1.0 / counts[label] / present : 0;
            loss -= Math.log(Math.max(Double.MIN_NORMAL, predictions.probability(i, label))) / counts[label] / present;
        }
        return new Score(name, recall, loss);
    }
}
