package org.equipoise.bench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.ResultTable;

/** Means over seeds beside what is aimed at. */
final class QualityTable {

    private static final List<String> HEADINGS =
            List.of("set", "recipe", "seeds", "AUC", "accuracy", "balanced accuracy", "macro-F1", "minutes", "gate");

    private QualityTable() {}

    /** A column with the commits is there if they differ. */
    static ResultTable of(List<StudyResult> results) {
        boolean commits = results.stream()
                        .flatMap(result -> result.origins().stream())
                        .map(Origin::commit)
                        .distinct()
                        .count()
                > 1;
        List<String> headings = new ArrayList<>(HEADINGS);
        if (commits) {
            headings.add("commit");
        }
        var table = new ResultTable(2, headings.toArray(String[]::new));
        List<StudyResult> aimed = StudyResult.aimed(results);
        for (StudyResult result : results) {
            table.row(row(result, commits));
            if (aimed.contains(result) && !result.aims().isEmpty()) {
                table.row(targets(result.aims(), commits));
            }
        }
        return table;
    }

    private static List<String> row(StudyResult result, boolean commits) {
        List<String> cells = new ArrayList<>(List.of(result.study().title(), result.variant(), result.seedText()));
        for (Metric metric : Metric.values()) {
            cells.add(result.spread(metric).map(spread -> spread.text(3)).orElse("-"));
        }
        cells.add(
                result.failed()
                        ? "failed"
                        : result.minutes().isEmpty()
                                ? "-"
                                : Spread.of(result.minutes()).text(1));
        cells.add(result.passed() + " of " + result.runs());
        if (commits) {
            cells.add(result.origins().stream().map(Origin::commit).distinct().collect(Collectors.joining(", ")));
        }
        return cells;
    }

    private static List<String> targets(Map<Metric, Double> aims, boolean commits) {
        List<String> cells = new ArrayList<>(List.of("  at least", "", ""));
        for (Metric metric : Metric.values()) {
            Double target = aims.get(metric);
            cells.add(target == null ? "" : String.format(Locale.ROOT, "%.3f", target));
        }
        cells.addAll(List.of("", ""));
        if (commits) {
            cells.add("");
        }
        return cells;
    }
}
