package org.equipoise.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import org.equipoise.bench.augmentation.AugmentationBenchmark;
import org.equipoise.bench.labels.LabelErrorBenchmark;
import org.equipoise.bench.pipeline.PipelineBenchmark;
import org.equipoise.bench.quality.QualityBenchmark;
import org.equipoise.bench.report.Machine;
import org.equipoise.bench.report.Report;
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
        Report report;
        try {
            report = run(name, Options.parse(project, arguments, 1), machine, out);
        } catch (UnusableOptionException e) {
            out.println("bench/run: " + e.getMessage());
            System.exit(2);
            return;
        }
        report.print(out, machine);
        out.println("written   " + report.write(project.resolve("bench/results"), machine, Instant.now()));
        // Kafka leaves threads behind.
        System.exit(0);
    }

    private static Report run(String name, Options options, Map<String, Object> machine, PrintStream out) {
        return switch (name) {
            case "augmentation" -> AugmentationBenchmark.run(options, out);
            case "label-errors" -> LabelErrorBenchmark.run(options, out);
            case "pipeline" -> PipelineBenchmark.run(options, out);
            case "quality" -> QualityBenchmark.run(options, machine, out);
            case "training" -> TrainingBenchmark.run(options, out);
            default -> throw new IllegalArgumentException("no benchmark is called \"" + name + "\"");
        };
    }
}
