package org.equipoise.bench.quality;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.equipoise.bench.Options;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.report.Results;
import org.equipoise.bench.stack.FreshStack;
import org.equipoise.local.stack.LocalStack;

/**
 * What each setting that no recipe uses does to the recipe that makes the mistake: {@code naive} with one thing
 * changed, on PneumoniaMNIST with one normal image for each fifty pneumonias. Then the learning rate's range test where
 * the rate that was asked for is wrong by a factor of a hundred.
 */
public final class SettingsBenchmark {

    private static final String RECIPE = "naive";
    static final Study STUDY = Study.of("pneumonia-keep-70");

    private SettingsBenchmark() {}

    /** Starts a stack of its own on a fresh home, trains, and stops it. */
    public static Results run(Options options, Origin origin, PrintStream out) {
        options.only("seeds", "data", "markdown");
        List<Long> seeds =
                LongStream.rangeClosed(1, options.count("seeds", 3)).boxed().toList();
        Path set = STUDY.locate(options.project()
                .resolve(options.text("data", "../shared/data"))
                .normalize());
        QualityRun.Listener listener =
                (study, recipe, result) -> out.println(recipe + ", seed " + result.seed() + ": " + result.forPeople());
        List<StudyResult> results;
        try (LocalStack stack = FreshStack.start(options.project(), "settings", out)) {
            results = new QualityRun(stack.connection(), Clock.systemUTC(), out, origin, listener)
                    .train(STUDY, set, variants(), seeds);
        }
        List<Measurement> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>(List.of(
                STUDY.title() + ": every run is the naive recipe with what its row says changed",
                "mean ± sample standard deviation over the seeds, on the official test split",
                "gate: models in which the gate finds no fault, a better champion aside"));
        for (StudyResult result : results) {
            for (Metric metric : Metric.values()) {
                result.spread(metric)
                        .ifPresent(spread -> rows.add(Measurement.of(
                                metric.text(),
                                result.variant(),
                                result.values(metric).stream()
                                        .mapToDouble(Double::doubleValue)
                                        .toArray(),
                                "of 1")));
            }
            notes.addAll(result.failures());
        }
        var report = new Report("settings", Map.of("seeds", seeds), rows, notes, Map.of(), List.of());
        return new Results(report, "Settings that no recipe uses", QualityTable.of(results), List.of(origin));
    }

    static List<Variant> variants() {
        return List.of(
                variant(Map.of()),
                variant(Map.of("network", "conv4")),
                variant(Map.of("loss", "focal", "focalGamma", "2")),
                variant(Map.of("loss", "logit-adjusted", "lossAdjustment", "1")),
                variant(Map.of("classWeights", "balanced")),
                variant(Map.of("classWeights", "effective-number", "effectiveNumberBeta", "0.999")),
                variant(Map.of("classWeights", "balanced", "reweightFrom", "0.5")),
                variant(Map.of("classifierEpochs", "2")),
                variant(Map.of("sampling", "square-root")),
                variant(Map.of("sampling", "effective-number", "effectiveNumberBeta", "0.999")),
                variant(Map.of("sampling", "minority-quota", "minorityShare", "0.2", "mostRepeats", "10")),
                variant(Map.of("optimiser", "sgd", "momentum", "0.9")),
                variant(Map.of("clipNorm", "1")),
                variant(Map.of("warmUp", "0.1")),
                variant(Map.of("schedule", "step")),
                variant(Map.of("schedule", "cosine")),
                variant(Map.of("learningRateSearch", "true")),
                variant(Map.of("learningRate", "0.1")),
                variant(Map.of("learningRate", "0.1", "learningRateSearch", "true")),
                variant(Map.of("learningRate", "0.00001")),
                variant(Map.of("learningRate", "0.00001", "learningRateSearch", "true")));
    }

    private static Variant variant(Map<String, String> settings) {
        String name = settings.isEmpty()
                ? RECIPE
                : new TreeMap<>(settings)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining(" "));
        return new Variant(name, RECIPE, settings);
    }
}
