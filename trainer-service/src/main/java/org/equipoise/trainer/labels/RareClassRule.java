package org.equipoise.trainer.labels;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.equipoise.trainer.features.FeatureTable;

/**
 * Judges images of rare classes by their neighbours: thresholds and channels estimated from a handful of images are
 * noise. Images of the same patient are left out: two frames of one patient are near each other whatever the label.
 *
 * <p>For each class the mean distance to the nearest images is taken, {@value #NEIGHBOURS} for the image's own class
 * and proportionally more for larger classes, so that a class is not near just because it is large. With {@code d}
 * those means, the suspicion is {@code d_given / (d_given + d_nearest_other)}: above 1/2 another class is nearer.
 */
public final class RareClassRule {

    /** Classes with fewer images than this are judged by this rule. */
    public static final int FEWEST_FOR_THRESHOLDS = 20;

    static final int NEIGHBOURS = 3;

    private final FeatureTable features;
    private final int[] labels;
    private final int[] patients;
    private final int classes;

    /**
     * Of a dataset.
     *
     * @param features in which distances mean something
     * @param labels given class of each image
     * @param patients a number per image, equal for images of one patient
     */
    public RareClassRule(FeatureTable features, int[] labels, int[] patients, int classes) {
        if (features.images() != labels.length || patients.length != labels.length) {
            throw new IllegalArgumentException(features.images() + " images, " + labels.length + " labels, "
                    + patients.length + " patients: one each is needed");
        }
        this.features = features;
        this.labels = labels;
        this.patients = patients;
        this.classes = classes;
    }

    /**
     * What neighbours say of one image.
     *
     * @param nearest class other than the given one that is nearest
     * @param suspicion in [0, 1]; 1/2 when no image of another patient can be compared with
     */
    public record Verdict(int nearest, double suspicion) {}

    /** Judges image {@code i}; O(images * width). */
    public Verdict judge(int i) {
        int given = labels[i];
        double[] own = distances(i, given);
        int nearest = given == 0 ? 1 : 0;
        double nearestDistance = Double.POSITIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            double[] others = k == given ? new double[0] : distances(i, k);
            double distance =
                    others.length == 0 ? Double.POSITIVE_INFINITY : mean(others, neighbours(others.length, own.length));
            if (distance < nearestDistance) {
                nearest = k;
                nearestDistance = distance;
            }
        }
        return new Verdict(nearest, suspicion(own, nearestDistance));
    }

    /**
     * The suspicion of image {@code i} if it were of class {@code given} and {@code other} were the nearest other
     * class; 1/2 when one of them has no image of another patient.
     */
    double suspicion(int i, int given, int other) {
        double[] own = distances(i, given);
        double[] others = distances(i, other);
        return others.length == 0 ? 0.5 : suspicion(own, mean(others, neighbours(others.length, own.length)));
    }

    /** The images that were given class {@code k}, in order. */
    int[] ofClass(int k) {
        return IntStream.range(0, labels.length).filter(i -> labels[i] == k).toArray();
    }

    /** Distances to the images of class {@code k} of other patients, ascending. */
    private double[] distances(int i, int k) {
        return IntStream.range(0, labels.length)
                .filter(j -> labels[j] == k && patients[j] != patients[i])
                .mapToDouble(j -> features.distance(i, j))
                .sorted()
                .toArray();
    }

    private static double suspicion(double[] own, double otherDistance) {
        if (own.length == 0 || Double.isInfinite(otherDistance)) {
            return 0.5;
        }
        double ownDistance = mean(own, Math.min(NEIGHBOURS, own.length));
        double both = ownDistance + otherDistance;
        return both > 0 ? ownDistance / both : 0.5;
    }

    private static int neighbours(int ofClass, int ofGiven) {
        if (ofGiven == 0) {
            return Math.min(NEIGHBOURS, ofClass);
        }
        double share = Math.min(NEIGHBOURS, ofGiven) / (double) ofGiven;
        return Math.max(1, Math.min(ofClass, (int) Math.ceil(share * ofClass)));
    }

    private static double mean(double[] sorted, int count) {
        return Arrays.stream(sorted, 0, count).average().orElseThrow();
    }
}
