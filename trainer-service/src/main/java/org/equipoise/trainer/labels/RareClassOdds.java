package org.equipoise.trainer.labels;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How probably the label of an image of a rare class is wrong. The {@link RareClassRule}'s suspicion alone does not
 * say: where two classes overlap it lies about 1/2 for images whose labels are right. So it is compared with what it is
 * for the other images of the given class, and for images of the class that is nearest.
 *
 * <p>Both are taken as Student's t about their medians with the same scale, the larger of the two (median absolute
 * deviation times {@value #NORMAL}) and with the degrees of freedom of the rare class; Bayes' rule with {@value #PRIOR}
 * as the share of wrong labels does the rest. A suspicion beyond the nearest class's median counts as that median, so
 * two classes that the suspicion does not separate give about {@value #PRIOR}, whatever the image.
 */
final class RareClassOdds {

    /**
     * Share of labels that are wrong before an image is looked at: of the order of what Northcutt et al., "Pervasive
     * label errors in test sets destabilize machine learning benchmarks", NeurIPS 2021, find in public sets (3.3 %).
     */
    static final double PRIOR = 0.02;

    /** Standard deviations of a normal distribution in a median absolute deviation. */
    private static final double NORMAL = 1.4826;

    /** Images of the nearest class that are compared with, spread evenly; each costs a distance to every image. */
    private static final int MOST = 50;

    /** Suspicions nearer to each other than this are the same. */
    private static final double SMALLEST_SCALE = 1e-4;

    private final RareClassRule rule;
    private final Map<String, Map<Integer, Double>> known = new HashMap<>();

    RareClassOdds(RareClassRule rule) {
        this.rule = rule;
    }

    /** Probability that {@code i}, given the rare class {@code given}, is of class {@code nearest}, in (0, 1). */
    double wrong(int i, int given, int nearest) {
        Map<Integer, Double> ofGiven = suspicions(given, given, nearest);
        double[] right = ofGiven.entrySet().stream()
                .filter(e -> e.getKey() != i)
                .mapToDouble(Map.Entry::getValue)
                .toArray();
        double[] wrong = suspicions(nearest, given, nearest).values().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        if (right.length == 0 || wrong.length == 0) {
            return PRIOR;
        }
        double rightMedian = median(right);
        double wrongMedian = median(wrong);
        double scale = Math.max(SMALLEST_SCALE, Math.max(deviation(right, rightMedian), deviation(wrong, wrongMedian)));
        double seen = Math.min(rule.suspicion(i, given, nearest), wrongMedian);
        int freedom = Math.max(1, right.length - 1);
        double logOdds = Math.log(PRIOR / (1 - PRIOR))
                + rarity(Math.max(0, seen - rightMedian) / scale, freedom)
                - rarity((wrongMedian - seen) / scale, freedom);
        return 1 / (1 + Math.exp(-logOdds));
    }

    /** Suspicions of images of one class as if they had been given {@code given}, by image. */
    private Map<Integer, Double> suspicions(int ofClass, int given, int nearest) {
        return known.computeIfAbsent(ofClass + " as " + given + " or " + nearest, key -> {
            int[] images = rule.ofClass(ofClass);
            int taken = Math.min(MOST, images.length);
            Map<Integer, Double> found = new HashMap<>();
            IntStream.range(0, taken)
                    .map(n -> images[(int) ((long) n * images.length / taken)])
                    .forEach(i -> found.put(i, rule.suspicion(i, given, nearest)));
            return found;
        });
    }

    /** Minus the logarithm of Student's density, without its constant. */
    private static double rarity(double z, int freedom) {
        return (freedom + 1) / 2.0 * Math.log1p(z * z / freedom);
    }

    private static double deviation(double[] values, double median) {
        return NORMAL
                * median(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
