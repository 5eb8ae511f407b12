package org.equipoise.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import org.equipoise.bench.augmentation.AugmentationBenchmark;
import org.equipoise.bench.checks.ChecksBenchmark;
import org.equipoise.bench.collapse.CollapseBenchmark;
import org.equipoise.bench.detectors.DetectorBenchmark;
import org.equipoise.bench.ingest.IngestBenchmark;
import org.equipoise.bench.labels.LabelErrorBenchmark;
import org.equipoise.bench.larger.LargerBenchmark;
import org.equipoise.bench.monitor.MonitorBenchmark;
import org.equipoise.bench.outages.OutagesBenchmark;
import org.equipoise.bench.pipeline.PipelineBenchmark;
import org.equipoise.bench.preprocessing.PreprocessingBenchmark;
import org.equipoise.bench.quality.QualityBenchmark;
import org.equipoise.bench.quality.SettingsBenchmark;
import org.equipoise.bench.quality.ShiftBenchmark;
import org.equipoise.bench.report.DocumentSection;
import org.equipoise.bench.report.Machine;
import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Results;
import org.equipoise.bench.report.Target;
import org.equipoise.bench.training.TrainingBenchmark;

/** Runs one benchmark; {@code bench/run} builds what it needs and starts this. */
public final class Bench {

    private Bench() {}

    /**
     * Runs the benchmark that is named first.
     *
     * @param arguments the benchmark's name, then its options as {@code name=value}
     */
    public static void main(String[] arguments) throws IOException {
        Path project = Path.of(System.getProperty("equipoise.project", "."))
                .toAbsolutePath()
                .normalize();
        String name = arguments.length == 0 ? "" : arguments[0];
        PrintStream out = System.out;
        Map<String, Object> machine = Machine.describe(project);
        Results results;
        Options options;
        try {
            options = Options.parse(project, arguments, 1);
            results = run(name, options, machine, out);
        } catch (UnusableOptionException e) {
            out.println("bench/run: " + e.getMessage());
            System.exit(2);
            return;
        }
        results.print(out, machine);
        out.println("written   " + results.report().write(project.resolve("bench/results"), machine, Instant.now()));
        String document = options.text("markdown", "");
        if (!document.isEmpty()) {
            DocumentSection.of(results).write(Path.of(document));
            out.println("written   " + document);
        }
        Target.summary(results.report().targets()).forEach(out::println);
        // Kafka leaves threads behind.
        System.exit(0);
    }

    private static Results run(String name, Options options, Map<String, Object> machine, PrintStream out)
            throws IOException {
        // Known before anything is measured, because a benchmark may take hours.
        Origin origin = Origin.of(name, options, machine);
        return switch (name) {
            case "augmentation" -> Results.of(AugmentationBenchmark.run(options, out), "Speed of the warp", origin);
            case "checks" -> Results.of(ChecksBenchmark.run(options, out), "What is found in public sets", origin);
            case "collapse" -> CollapseBenchmark.run(options, origin, out);
            case "detectors" -> DetectorBenchmark.run(options, origin, out);
            case "ingest" -> Results.of(IngestBenchmark.run(options, out), "Speed of coming in", origin);
            case "label-errors" -> LabelErrorBenchmark.run(options, origin, out);
            case "larger" -> Results.of(LargerBenchmark.run(options, out), "Larger images", origin);
            case "monitor" -> Results.of(MonitorBenchmark.run(options, out), "Speed of watching", origin);
            case "outages" -> OutagesBenchmark.run(options, origin, out);
            case "pipeline" -> Results.of(PipelineBenchmark.run(options, out), "Speed of the whole pipeline", origin);
            case "preprocessing" -> PreprocessingBenchmark.run(options, origin, out);
            case "quality" -> QualityBenchmark.run(options, origin, out);
            case "settings" -> SettingsBenchmark.run(options, origin, out);
            case "shift" -> ShiftBenchmark.run(options, origin, out);
            case "training" -> Results.of(TrainingBenchmark.run(options, out), "Speed of training and scoring", origin);
            default -> throw new IllegalArgumentException("no benchmark is called \"" + name + "\"");
        };
    }
}
