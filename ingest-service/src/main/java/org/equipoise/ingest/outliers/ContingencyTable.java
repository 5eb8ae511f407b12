package org.equipoise.ingest.outliers;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often two properties go together. */
final class ContingencyTable {

    private final Map<String, Map<String, Long>> rows = new TreeMap<>();
    private final Map<String, Long> columns = new TreeMap<>();

    void count(String row, String column) {
        count(row, column, 1);
    }

    void count(String row, String column, long n) {
        rows.computeIfAbsent(row, r -> new TreeMap<>()).merge(column, n, Long::sum);
        columns.merge(column, n, Long::sum);
    }

    Map<String, Map<String, Long>> rows() {
        return rows;
    }

    List<String> columns() {
        return List.copyOf(columns.keySet());
    }

    long get(String row, String column) {
        return rows.getOrDefault(row, Map.of()).getOrDefault(column, 0L);
    }

    long ofRow(String row) {
        return rows.getOrDefault(row, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    long ofColumn(String column) {
        return columns.getOrDefault(column, 0L);
    }

    long total() {
        return rows.keySet().stream().mapToLong(this::ofRow).sum();
    }

    /**
     * Cramér's V with its bias corrected: 0 for independent properties, 1 where one decides the other. 0 with fewer
     * than two rows, columns or images.
     *
     * @see <a href="https://doi.org/10.1016/j.jkss.2012.10.002">Bergsma, A bias-correction for Cramér's V and
     *     Tschuprow's T, 2013</a>
     */
    double cramersV() {
        double n = total();
        int r = rows.size();
        int k = columns.size();
        if (n < 2 || r < 2 || k < 2) {
            return 0;
        }
        double chiSquared = 0;
        for (String row : rows.keySet()) {
            double inRow = ofRow(row);
            for (Map.Entry<String, Long> column : columns.entrySet()) {
                double expected = inRow * column.getValue() / n;
                double difference = get(row, column.getKey()) - expected;
                chiSquared += difference * difference / expected;
            }
        }
        double phiSquared = Math.max(0, chiSquared / n - (r - 1) * (k - 1) / (n - 1));
        double correctedRows = r - (r - 1) * (r - 1) / (n - 1);
        double correctedColumns = k - (k - 1) * (k - 1) / (n - 1);
        double least = Math.min(correctedRows - 1, correctedColumns - 1);
        return least > 0 ? Math.min(1, Math.sqrt(phiSquared / least)) : 0;
    }
}
