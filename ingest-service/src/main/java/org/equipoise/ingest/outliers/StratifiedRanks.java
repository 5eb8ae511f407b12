package org.equipoise.ingest.outliers;

import java.util.Arrays;
import java.util.Comparator;

/**
 * How well one number tells two groups apart, within strata: Mann and Whitney's statistic, summed over the strata, so
 * that strata in other shares are no difference.
 *
 * @see <a href="https://doi.org/10.1214/aoms/1177730491">Mann and Whitney, Annals of Mathematical Statistics 1947</a>
 */
final class StratifiedRanks {

    private double above;
    private double pairs;
    private double variance;

    /**
     * Adds a stratum; one without a number of either group says nothing.
     *
     * @param first finite numbers of the one group
     * @param second finite numbers of the other
     */
    void add(double[] first, double[] second) {
        if (first.length == 0 || second.length == 0) {
            return;
        }
        int n = first.length + second.length;
        double[] all = new double[n];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> all[i]));
        double rankSum = 0;
        double ties = 0;
        for (int from = 0; from < n; ) {
            int to = from;
            int ofSecond = 0;
            while (to < n && all[order[to]] == all[order[from]]) {
                ofSecond += order[to] >= first.length ? 1 : 0;
                to++;
            }
            double tied = to - from;
            // Ranks count from 1: a tie over the places from..to-1 shares the middle one.
            rankSum += ofSecond * ((from + 1 + to) / 2.0);
            ties += tied * tied * tied - tied;
            from = to;
        }
        double both = (double) first.length * second.length;
        above += rankSum - second.length * (second.length + 1.0) / 2;
        pairs += both;
        variance += both / 12 * (n + 1 - ties / (n * (n - 1.0)));
    }

    /**
     * The chance that a number of the second group is the larger one, ties counting half; 0.5 where nothing is known.
     */
    double area() {
        return pairs == 0 ? 0.5 : above / pairs;
    }

    /** The area's distance from 0.5 in standard deviations of groups that are alike; 0 where all numbers are equal. */
    double deviations() {
        return variance <= 0 ? 0 : (above - pairs / 2) / Math.sqrt(variance);
    }
}
