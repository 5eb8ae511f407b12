package org.equipoise.common.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * No class below a share of an epoch, as far as its images may be repeated.
 *
 * @param least share of each class, above 0
 * @param repeats how often an epoch may draw one image for its sake, at least 1
 */
record MinorityQuota(double least, int repeats) {

    /**
     * Classes below the quota are raised to it, or as far as their repeats reach; the others share what is left by
     * their images. That may push another below, which is raised in turn.
     *
     * @param counts training images of each class, at least one in all
     * @return shares that sum to 1 but for rounding
     * @throws IllegalArgumentException if a class has no image, or there are more classes than the quota has room for
     */
    double[] shares(List<Long> counts) {
        int classes = counts.size();
        if (counts.contains(0L)) {
            throw new IllegalArgumentException("class " + counts.indexOf(0L)
                    + " has no training image, so no share of it can be drawn; the counts are " + counts);
        }
        if (least * classes > 1 + EpochSampling.ROUNDING) {
            throw new IllegalArgumentException(
                    "a minorityShare of " + least + " for each of " + classes + " classes is more than an epoch has");
        }
        double total = counts.stream().mapToLong(Long::longValue).sum();
        double[] raised = new double[classes];
        double[] shares = shared(counts, raised);
        while (raise(counts, total, shares, raised)) {
            shares = shared(counts, raised);
        }
        return shares;
    }

    /** Raises the classes that are below; whether there was one. */
    private boolean raise(List<Long> counts, double total, double[] shares, double[] raised) {
        boolean changed = false;
        for (int k = 0; k < raised.length; k++) {
            if (raised[k] == 0 && shares[k] < least - EpochSampling.ROUNDING) {
                raised[k] = Math.min(least, Math.max(shares[k], repeats * counts.get(k) / total));
                changed = true;
            }
        }
        return changed;
    }

    /** What was raised, and the rest by their images. */
    private static double[] shared(List<Long> counts, double[] raised) {
        double left = 1 - Arrays.stream(raised).sum();
        double others = IntStream.range(0, raised.length)
                .filter(k -> raised[k] == 0)
                .mapToLong(counts::get)
                .sum();
        return IntStream.range(0, raised.length)
                .mapToDouble(k -> raised[k] > 0 ? raised[k] : left * counts.get(k) / others)
                .toArray();
    }
}
