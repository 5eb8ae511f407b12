package org.equipoise.bench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.equipoise.local.terminal.Table;

/** Means over seeds beside what is aimed at, for a terminal and for a document. */
final class QualityTable {

    private static final List<String> HEADINGS =
            List.of("set", "recipe", "seeds", "AUC", "accuracy", "balanced accuracy", "macro-F1", "minutes", "gate");

    private final List<List<String>> rows = new ArrayList<>();

    QualityTable(List<StudyResult> results) {
        for (StudyResult result : results) {
            rows.add(row(result));
            if (result.recipe().equals("auto")) {
                rows.add(targets(result.study()));
            }
        }
    }

    private static List<String> row(StudyResult result) {
        List<String> cells =
                new ArrayList<>(List.of(result.study().title(), result.recipe(), Integer.toString(result.runs())));
        for (Metric metric : Metric.values()) {
            cells.add(result.spread(metric).map(spread -> spread.text(3)).orElse("-"));
        }
        cells.add(result.minutes().isEmpty() ? "-" : Spread.of(result.minutes()).text(1));
        cells.add(result.passed() + " of " + result.runs());
        return cells;
    }

    private static List<String> targets(Study study) {
        List<String> cells = new ArrayList<>(List.of("  at least", "", ""));
        for (Metric metric : Metric.values()) {
            Double target = study.targets().get(metric);
            cells.add(target == null ? "" : String.format(Locale.ROOT, "%.3f", target));
        }
        cells.addAll(List.of("", ""));
        return cells;
    }

    /** For a terminal. */
    List<String> lines() {
        var table = new Table(HEADINGS.toArray(String[]::new));
        rows.forEach(row -> table.row(row.toArray(String[]::new)));
        return table.lines();
    }

    /** As Markdown. */
    List<String> markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(markdown(HEADINGS));
        lines.add("|---|---|---:|---:|---:|---:|---:|---:|---:|");
        rows.forEach(row -> lines.add(markdown(row)));
        return lines;
    }

    private static String markdown(List<String> cells) {
        return "| " + String.join(" | ", cells.stream().map(String::strip).toList()) + " |";
    }
}
