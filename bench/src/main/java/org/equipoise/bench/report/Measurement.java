package org.equipoise.bench.report;

import java.util.Arrays;

/**
 * One row of a benchmark's table.
 *
 * @param what was measured, e.g. {@code warp 64x64 grey}
 * @param subject whose it is: ours, or a peer with its version
 * @param median of the rounds
 * @param lowest of the rounds
 * @param highest of the rounds
 */
public record Measurement(String what, String subject, double median, double lowest, double highest, String unit) {

    /** Of several rounds; at least one. */
    public static Measurement of(String what, String subject, double[] rounds, String unit) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Measurement(what, subject, median, sorted[0], sorted[sorted.length - 1], unit);
    }

    /** Measured once. */
    public static Measurement once(String what, double value, String unit) {
        return new Measurement(what, "Equipoise", value, value, value, unit);
    }
}
