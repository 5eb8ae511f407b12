package org.equipoise.bench.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * What a benchmark found, as it goes into a document.
 *
 * @param title heading of its section
 * @param table what a reader wants to see of it
 * @param origins where the numbers of the table come from
 */
public record Results(Report report, String title, ResultTable table, List<Origin> origins) {

    public Results {
        origins = List.copyOf(origins);
    }

    /** With every measurement as a row. */
    public static Results of(Report report, String title, Origin origin) {
        return new Results(report, title, report.table(), List.of(origin));
    }

    /** For a terminal: the table, every measurement, and what to know about them. */
    public void print(PrintStream out, Map<String, Object> machine) {
        List<String> lines = table.lines();
        if (!lines.equals(report.table().lines())) {
            out.println();
            lines.forEach(out::println);
        }
        report.print(out, machine);
    }
}
