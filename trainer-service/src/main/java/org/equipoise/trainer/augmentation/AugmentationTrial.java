package org.equipoise.trainer.augmentation;

import java.util.List;
import java.util.Locale;

/**
 * Whether copies help a linear classifier to answer originals that it did not learn from: with them, and without, on
 * the same folds. A network that is trained from scratch gains more from copies than a linear classifier does, so a
 * policy is kept unless copies harm by more than one standard error.
 *
 * @param images originals that were answered
 * @param without log loss of a classifier of originals alone, nats, each class counted the same
 * @param with the same of one that learned from copies, too
 * @param error standard error of the difference, from the images of each class
 */
record AugmentationTrial(int images, double without, double with, double error) {

    private static final double SMALLEST = 1e-7;

    /** @param seen features of at least two images of each class that is there */
    static AugmentationTrial of(SampleFeatures seen, int classes, Runnable each) {
        int[] labels = seen.originals().labels();
        int[] folds = HeldOutAnswers.folds(labels, classes);
        double[][] alone = new HeldOutAnswers(seen.originals(), 1, classes, folds, each)
                .of(List.of(seen.originals()))
                .get(0);
        double[][] beside = new HeldOutAnswers(seen.together(), 2, classes, folds, each)
                .of(List.of(seen.originals()))
                .get(0);
        return compare(labels, alone, beside, classes);
    }

    static AugmentationTrial compare(int[] labels, double[][] alone, double[][] beside, int classes) {
        double[] sums = new double[classes];
        double[] squares = new double[classes];
        double[] own = new double[classes];
        int[] counts = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            int label = labels[i];
            double difference = loss(beside[i], label) - loss(alone[i], label);
            own[label] += loss(alone[i], label);
            sums[label] += difference;
            squares[label] += difference * difference;
            counts[label]++;
        }
        double without = 0;
        double difference = 0;
        double variance = 0;
        int present = 0;
        for (int k = 0; k < classes; k++) {
            if (counts[k] > 0) {
                double mean = sums[k] / counts[k];
                without += own[k] / counts[k];
                difference += mean;
                variance += Math.max(0, squares[k] / counts[k] - mean * mean) / Math.max(1, counts[k] - 1);
                present++;
            }
        }
        return new AugmentationTrial(
                labels.length, without / present, (without + difference) / present, Math.sqrt(variance) / present);
    }

    private static double loss(double[] probabilities, int label) {
        return -Math.log(Math.max(SMALLEST, probabilities[label]));
    }

    /** Whether copies harm by more than one standard error. */
    boolean harms() {
        return with - without > error;
    }

    /** The numbers, as a clause. */
    String words() {
        return String.format(
                Locale.ROOT,
                "folds of %d images answer with a log loss of %.3f without augmented copies and %.3f with them, standard"
                        + " error of the difference %.3f",
                images,
                without,
                with,
                error);
    }
}
