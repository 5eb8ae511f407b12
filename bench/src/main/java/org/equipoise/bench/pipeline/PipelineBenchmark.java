package org.equipoise.bench.pipeline;

import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.equipoise.bench.Options;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.report.Target;
import org.equipoise.bench.stack.FreshStack;
import org.equipoise.local.stack.LocalStack;

/** The whole embedded stack on this machine: Kafka and S3 in this JVM, each service in its own. */
public final class PipelineBenchmark {

    private PipelineBenchmark() {}

    /** Starts a stack of its own on a fresh home for every round, measures, and stops it. */
    public static Report run(Options options, PrintStream out) {
        options.only("rounds", "images", "predictions", "rate", "seconds", "markdown");
        int rounds = options.count("rounds", 3);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("rounds", rounds);
        settings.put("images", options.count("images", 2000));
        settings.put("predictions", options.count("predictions", 20_000));
        settings.put("studiesPerSecond", options.number("rate", 20));
        settings.put("seconds", options.count("seconds", 60));
        settings.put("kafka", org.apache.kafka.common.utils.AppInfoParser.getVersion());
        settings.put("partitions", org.equipoise.local.embedded.EmbeddedKafka.PARTITIONS);
        settings.put("instancesPerService", 1);
        settings.put("heap", "launcher " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB, services as launched");
        List<PipelineRun> runs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            runs.add(round(options, out));
        }
        return report(runs, settings);
    }

    private static PipelineRun round(Options options, PrintStream out) {
        int images = options.count("images", 2000);
        long begin = System.nanoTime();
        try (LocalStack stack = FreshStack.start(options.project(), "pipeline", out)) {
            double startSeconds = (System.nanoTime() - begin) / 1e9;
            var run = new PipelineRun(stack.connection(), Clock.systemUTC(), out);
            run.startedIn(startSeconds);
            run.importImages(images);
            run.promoteAModel();
            run.detect(options.count("predictions", 20_000));
            run.score(images);
            run.latency(options.number("rate", 20), options.count("seconds", 60));
            return run;
        }
    }

    private static Report report(List<PipelineRun> runs, Map<String, Object> settings) {
        List<Measurement> measurements = Measurement.ofRounds(
                runs.stream().map(PipelineRun::measurements).toList());
        Map<String, Double> medians =
                measurements.stream().collect(Collectors.toMap(Measurement::what, Measurement::median));
        List<Target> targets = runs.get(0).targets().stream()
                .map(target -> new Target(
                        target.what(),
                        Objects.requireNonNull(medians.get(target.what())),
                        target.bound(),
                        target.kind(),
                        target.unit()))
                .toList();
        return new Report(
                "pipeline",
                settings,
                measurements,
                List.of(
                        "every round starts a stack of its own; the publisher, Kafka, S3 and all services share this"
                                + " machine's cores",
                        "the publisher, Kafka and S3 live in one Java process, which is warm from the second round on",
                        "latency is from the moment a study is due, so that a late publisher does not flatter it, to"
                                + " when a reader of committed records has its prediction",
                        "events read more than once: "
                                + runs.stream()
                                        .mapToLong(PipelineRun::duplicates)
                                        .sum()),
                Map.of(),
                targets);
    }
}
