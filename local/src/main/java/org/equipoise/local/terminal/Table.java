package org.equipoise.local.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of text: the first column to the left, numbers to the right. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these headings. */
    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row with as many cells as there are headings. */
    public Table row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells for " + rows.get(0).size() + " columns: " + Arrays.toString(cells));
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Whether there is no row but the headings. */
    public boolean isEmpty() {
        return rows.size() == 1;
    }

    /** The table's lines, without trailing blanks. */
    public List<String> lines() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int c = 0; c < row.size(); c++) {
            String gap = " ".repeat(widths[c] - row.get(c).length());
            boolean right = c > 0 && looksLikeNumber(row.get(c));
            line.append(c == 0 ? "" : "  ").append(right ? gap + row.get(c) : row.get(c) + gap);
        }
        return line.toString().stripTrailing();
    }

    private static boolean looksLikeNumber(String cell) {
        return !cell.isEmpty() && (Character.isDigit(cell.charAt(0)) || cell.startsWith("-") || cell.startsWith("."));
    }
}
