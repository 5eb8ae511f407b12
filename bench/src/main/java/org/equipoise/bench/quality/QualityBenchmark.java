package org.equipoise.bench.quality;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.equipoise.bench.Options;
import org.equipoise.bench.report.DocumentSection;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.stack.FreshStack;
import org.equipoise.local.stack.LocalStack;

/** Trains on public sets through the whole embedded stack, and reads the official test splits. */
public final class QualityBenchmark {

    private QualityBenchmark() {}

    /** Starts a stack of its own on a fresh home, trains, and stops it. */
    public static Report run(Options options, Map<String, Object> machine, PrintStream out) {
        int seeds = options.count("seeds", 5);
        List<String> sets =
                List.of(options.text("sets", "pneumonia,breast,retina").split(","));
        List<Study> studies = Study.chosen(sets, options.flag("cut", true), options.flag("blood", false));
        Path data = options.project()
                .resolve(options.text("data", "../shared/data"))
                .normalize();
        Map<Study, Path> located = new LinkedHashMap<>();
        // All of them before anything is started: hours later is too late to find one missing.
        studies.forEach(study -> located.put(study, study.locate(data)));
        Map<String, String> replaced = options.values().containsKey("epochs")
                ? Map.of("epochs", Integer.toString(options.count("epochs", 1)))
                : Map.of();
        List<StudyResult> results = new ArrayList<>();
        try (LocalStack stack = FreshStack.start(options.project(), "quality", out)) {
            var run = new QualityRun(stack.connection(), Clock.systemUTC(), out, replaced);
            located.forEach((study, set) -> results.addAll(run.train(study, set, seeds)));
        }
        var table = new QualityTable(results);
        out.println();
        table.lines().forEach(out::println);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seeds", "1 to " + seeds);
        settings.put("data", studies.stream().map(Study::path).distinct().collect(Collectors.joining(", ")));
        settings.put("replacedSettings", replaced);
        var report = new Report("quality", settings, rows(results), notes(results, replaced));
        String file = options.text("markdown", "");
        if (!file.isEmpty()) {
            new DocumentSection("quality", section(options, machine, table, report)).write(Path.of(file));
        }
        return report;
    }

    private static List<Measurement> rows(List<StudyResult> results) {
        List<Measurement> rows = new ArrayList<>();
        for (StudyResult result : results) {
            String what = result.study().title() + ", ";
            for (Metric metric : Metric.values()) {
                result.spread(metric)
                        .ifPresent(spread -> rows.add(Measurement.of(
                                what + metric.text(), result.recipe(), array(result.values(metric)), "of 1")));
            }
            if (result.runs() > 0) {
                rows.add(Measurement.of(what + "request to decision", result.recipe(), array(result.minutes()), "min"));
            }
        }
        return rows;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static List<String> notes(List<StudyResult> results, Map<String, String> replaced) {
        List<String> notes = new ArrayList<>(List.of(
                "mean ± sample standard deviation over the seeds, on the official test split; PBC blood cells has no"
                        + " official split, its manifest's is used",
                "minutes: from the request to the gate's decision, with everything on this machine's cores",
                "gate: models in which the gate finds no fault, a better champion aside"));
        if (!replaced.isEmpty()) {
            notes.add("settings of the recipes were replaced: these are not the recipes' numbers");
        }
        results.forEach(result -> notes.addAll(result.failures()));
        return notes;
    }

    private static List<String> section(
            Options options, Map<String, Object> machine, QualityTable table, Report report) {
        List<String> lines = new ArrayList<>(List.of("## Quality on official test splits", ""));
        lines.add("`" + options.command("bench/run quality", List.of("data", "markdown")) + "` on "
                + machine.get("cores") + " cores of " + machine.get("processor") + ", " + machine.get("java")
                + ", commit " + machine.get("commit") + ":");
        lines.add("");
        lines.addAll(table.markdown());
        lines.add("");
        report.notes().forEach(note -> lines.add("- " + note));
        return lines;
    }
}
