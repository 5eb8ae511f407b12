package org.equipoise.bench.quality;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.equipoise.bench.Options;
import org.equipoise.bench.UnusableOptionException;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.report.Results;
import org.equipoise.bench.stack.FreshStack;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.local.stack.LocalStack;

/** Trains on public sets through the whole embedded stack, and reads the official test splits. */
public final class QualityBenchmark {

    private QualityBenchmark() {}

    /** Starts a stack of its own on a fresh home, trains, and stops it. */
    public static Results run(Options options, Origin origin, PrintStream out) {
        options.only(
                "sets",
                "cut",
                "blood",
                "seeds",
                "first-seed",
                "set",
                "backbone",
                "variants",
                "scale",
                "parts",
                "report",
                "data",
                "markdown");
        var kept = new KeptResults(options.project().resolve("bench/results"));
        boolean reportOnly = options.values().containsKey("report");
        if (reportOnly) {
            if (!options.text("report", "").equals("only")) {
                throw new UnusableOptionException("report must be only, got " + options.text("report", ""));
            }
            List<StudyResult> results = kept.all();
            if (results.isEmpty()) {
                throw new UnusableOptionException("no result of an earlier call is kept: there is nothing to report");
            }
            return results(results, Map.of());
        }
        Map<String, String> replaced = new TreeMap<>(options.pairs("set"));
        boolean parts = options.flag("parts", false);
        if (parts && !replaced.isEmpty()) {
            throw new UnusableOptionException("parts=yes and set= exclude each other: what is measured with replaced"
                    + " settings is not kept beside the recipes' numbers");
        }
        List<StudyResult> measured = measure(options, origin, replaced, kept, out);
        return results(parts ? kept.all() : measured, replaced);
    }

    private static List<StudyResult> measure(
            Options options, Origin origin, Map<String, String> replaced, KeptResults kept, PrintStream out) {
        List<String> sets =
                List.of(options.text("sets", "pneumonia,breast,retina").split(","));
        List<Study> studies = Study.chosen(sets, options.flag("cut", true), options.flag("blood", false));
        int first = options.count("first-seed", 1);
        int count = options.count("seeds", 5);
        List<Long> seeds = LongStream.range(first, (long) first + count).boxed().toList();
        GivenBackbone backbone = GivenBackbone.of(options).orElse(null);
        Path data = options.project()
                .resolve(options.text("data", "../shared/data"))
                .normalize();
        Set<Arm> arms = Arm.chosen(options.text("variants", ""), backbone != null);
        Map<Study, Path> located = new LinkedHashMap<>();
        // All of them before anything is started: hours later is too late to find one missing.
        studies.forEach(study -> located.put(study, study.locate(data)));
        if (replaced.isEmpty()) {
            String identity = backbone == null ? null : backbone.identity();
            arms.forEach(arm -> studies.forEach(study -> arm.variants(study, replaced)
                    .forEach(variant ->
                            kept.requireSame(study, variant.name(), arm.needsBackbone() ? identity : null))));
        }
        Map<Study, List<StudyResult>> results = new LinkedHashMap<>();
        QualityRun.Listener listener = (study, variant, result) -> {
            out.println(study.title() + ", " + variant + ", seed " + result.seed() + ": " + result.forPeople());
            if (replaced.isEmpty()) {
                kept.keep(study, variant, result);
            }
        };
        try (LocalStack stack = FreshStack.start(options.project(), "quality", out)) {
            var run = new QualityRun(stack.connection(), Clock.systemUTC(), out, origin, listener);
            Map<Study, DatasetFrozen> frozen = new LinkedHashMap<>();
            boolean added = false;
            for (Arm arm : arms) {
                if (arm.needsBackbone() && backbone != null && !added) {
                    // Not before: auto alone is auto on a stack that keeps none.
                    backbone.addTo(stack.connection(), out);
                    run = run.keeping(backbone);
                    added = true;
                }
                QualityRun training = run;
                located.forEach((study, set) -> results.computeIfAbsent(study, s -> new ArrayList<>())
                        .addAll(training.train(
                                study,
                                frozen.computeIfAbsent(study, s -> training.freeze(s, set)),
                                arm.variants(study, replaced),
                                seeds)));
            }
        }
        return results.values().stream().flatMap(List::stream).toList();
    }

    private static Results results(List<StudyResult> results, Map<String, String> replaced) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("replacedSettings", replaced);
        var report = new Report(
                "quality",
                settings,
                rows(results),
                notes(results, replaced),
                Map.of("trainings", trainings(results)),
                StudyResult.aimed(results).stream()
                        .flatMap(result -> result.targets().stream())
                        .toList());
        List<Origin> origins = results.stream()
                .flatMap(result -> result.origins().stream())
                .distinct()
                .toList();
        return new Results(report, "Quality on official test splits", QualityTable.of(results), origins);
    }

    private static List<Map<String, Object>> trainings(List<StudyResult> results) {
        List<Map<String, Object>> trainings = new ArrayList<>();
        results.forEach(result -> trainings.add(Map.of(
                "study", result.study().key(), "variant", result.variant(), "seeds", List.copyOf(result.seeds()))));
        return trainings;
    }

    private static List<Measurement> rows(List<StudyResult> results) {
        List<Measurement> rows = new ArrayList<>();
        for (StudyResult result : results) {
            String what = result.study().title() + ", ";
            for (Metric metric : Metric.values()) {
                result.spread(metric)
                        .ifPresent(spread -> rows.add(Measurement.of(
                                what + metric.text(), result.variant(), array(result.values(metric)), "of 1")));
            }
            if (result.runs() > 0) {
                rows.add(
                        Measurement.of(what + "request to decision", result.variant(), array(result.minutes()), "min"));
            }
        }
        return rows;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static List<String> notes(List<StudyResult> results, Map<String, String> replaced) {
        List<String> notes = new ArrayList<>();
        if (!replaced.isEmpty()) {
            notes.add("NOT THE RECIPES' NUMBERS: settings of every recipe were replaced, " + replaced);
        }
        notes.addAll(List.of(
                "mean ± sample standard deviation over the seeds, on the official test split; PBC blood cells has no"
                        + " official split, its manifest's is used; the chest X-rays are split 70/15/15 by patient",
                "minutes: from the request to the gate's decision, with everything on this machine's cores",
                "gate: models in which the gate finds no fault, a better champion aside",
                "auto: on a stack that keeps no pretrained network, told to take at most the minutes aimed at; auto with"
                        + " backbone: the same on one that keeps it; backbone alone: network=backbone"));
        results.stream()
                .flatMap(result -> result.seeds().stream())
                .flatMap(seed -> Stream.ofNullable(seed.backbone()))
                .distinct()
                .forEach(backbone -> notes.add("numbers with a backbone are " + GivenBackbone.words(backbone)));
        results.forEach(result -> notes.addAll(result.failures()));
        results.forEach(result -> notes.addAll(result.refusals()));
        return notes;
    }
}
