package org.equipoise.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    /**
     * The same rows of several rounds as one row each.
     *
     * @param rounds each with the same rows in the same order; at least one
     */
    public static List<Measurement> ofRounds(List<List<Measurement>> rounds) {
        List<Measurement> rows = new ArrayList<>();
        for (int i = 0; i < rounds.get(0).size(); i++) {
            int row = i;
            Measurement first = rounds.get(0).get(row);
            rows.add(of(
                    first.what(),
                    first.subject(),
                    rounds.stream()
                            .mapToDouble(round -> round.get(row).median())
                            .toArray(),
                    first.unit()));
        }
        return rows;
    }

    /** Measured once. */
    public static Measurement once(String what, double value, String unit) {
        return new Measurement(what, "Equipoise", value, value, value, unit);
    }
}
