package org.equipoise.bench.report;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.local.terminal.Table;

/** Rows of text, for a terminal and for a document. */
public final class ResultTable {

    private final int texts;
    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A table with these headings.
     *
     * @param texts columns from the left that hold words; the others hold numbers
     */
    public ResultTable(int texts, String... headings) {
        this.texts = texts;
        this.headings = List.of(headings);
    }

    /** Adds a row with as many cells as there are headings. */
    public ResultTable row(List<String> cells) {
        if (cells.size() != headings.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + headings.size() + " columns: " + cells);
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /** For a terminal. */
    public List<String> lines() {
        var table = new Table(headings.toArray(String[]::new));
        rows.forEach(row -> table.row(row.toArray(String[]::new)));
        return table.lines();
    }

    /** As Markdown. */
    public List<String> markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(markdown(headings));
        lines.add("|" + "---|".repeat(texts) + "---:|".repeat(headings.size() - texts));
        rows.forEach(row -> lines.add(markdown(row)));
        return lines;
    }

    private static String markdown(List<String> cells) {
        return "| " + String.join(" | ", cells.stream().map(String::strip).toList()) + " |";
    }
}
