package org.equipoise.ingest.outliers;

import java.util.Arrays;

/**
 * Distances from the median in units of the scaled median absolute deviation: a standard deviation that outliers cannot
 * move.
 *
 * @see <a href="https://doi.org/10.1016/j.jesp.2013.03.013">Leys et al., Detecting outliers, 2013</a>
 */
final class RobustDistance {

    /** What makes the median absolute deviation of a normal distribution its standard deviation. */
    private static final double CONSISTENCY = 1.4826;

    private final double median;
    private final double scale;

    /**
     * @param values at least one
     * @param least the smallest scale: where nearly all values are equal, the next one is no outlier
     */
    RobustDistance(double[] values, double least) {
        median = median(values);
        double[] distances =
                Arrays.stream(values).map(value -> Math.abs(value - median)).toArray();
        scale = Math.max(least, CONSISTENCY * median(distances));
    }

    /** At least 0. */
    double of(double value) {
        return Math.abs(value - median) / scale;
    }

    double median() {
        return median;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
