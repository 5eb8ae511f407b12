package org.equipoise.trainer.features;

import java.util.Arrays;

/**
 * What answers cost, image by image, and on average with each class counted the same.
 *
 * @param each log loss of each image, nats
 * @param mean over the classes that have images, of their images' means
 * @param error standard error of that mean, from the variances within the classes
 */
@SuppressWarnings("ArrayRecordComponent") // Read only, and only here.
public record EvenLoss(double[] each, double mean, double error) {

    private static final double SMALLEST = 1e-7;

    /** Of answers in the order of the labels. */
    public static EvenLoss of(int[] labels, double[][] probabilities, int classes) {
        double[] each = new double[labels.length];
        Arrays.setAll(each, i -> -Math.log(Math.max(SMALLEST, probabilities[i][labels[i]])));
        return of(labels, each, classes);
    }

    private static EvenLoss of(int[] labels, double[] each, int classes) {
        double[] sums = new double[classes];
        double[] squares = new double[classes];
        int[] counts = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            sums[labels[i]] += each[i];
            squares[labels[i]] += each[i] * each[i];
            counts[labels[i]]++;
        }
        double mean = 0;
        double variance = 0;
        int present = 0;
        for (int k = 0; k < classes; k++) {
            if (counts[k] > 0) {
                double ofClass = sums[k] / counts[k];
                mean += ofClass;
                variance += Math.max(0, squares[k] / counts[k] - ofClass * ofClass) / Math.max(1, counts[k] - 1);
                present++;
            }
        }
        return new EvenLoss(each, mean / present, Math.sqrt(variance) / present);
    }

    /** This minus another on the same images, image by image. */
    public EvenLoss minus(EvenLoss other, int[] labels, int classes) {
        double[] differences = new double[each.length];
        Arrays.setAll(differences, i -> each[i] - other.each[i]);
        return of(labels, differences, classes);
    }
}
