package org.equipoise.bench.pipeline;

import java.io.PrintStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.bench.Options;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.stack.FreshStack;
import org.equipoise.local.stack.LocalStack;

/** The whole embedded stack on this machine: Kafka and S3 in this JVM, each service in its own. */
public final class PipelineBenchmark {

    private PipelineBenchmark() {}

    /** Starts a stack of its own on a fresh home, measures, and stops it. */
    public static Report run(Options options, PrintStream out) {
        options.only("images", "predictions", "rate", "seconds", "markdown");
        int images = options.count("images", 2000);
        int predictions = options.count("predictions", 20_000);
        double rate = options.number("rate", 20);
        int seconds = options.count("seconds", 60);
        long begin = System.nanoTime();
        try (LocalStack stack = FreshStack.start(options.project(), "pipeline", out)) {
            double startSeconds = (System.nanoTime() - begin) / 1e9;
            var run = new PipelineRun(stack.connection(), Clock.systemUTC(), out);
            run.startedIn(startSeconds);
            run.importImages(images);
            run.promoteAModel();
            run.detect(predictions);
            run.score(images);
            run.latency(rate, seconds);
            return report(run, images, predictions, rate, seconds);
        }
    }

    private static Report report(PipelineRun run, int images, int predictions, double rate, int seconds) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("images", images);
        settings.put("predictions", predictions);
        settings.put("studiesPerSecond", rate);
        settings.put("seconds", seconds);
        settings.put("kafka", org.apache.kafka.common.utils.AppInfoParser.getVersion());
        settings.put("partitions", org.equipoise.local.embedded.EmbeddedKafka.PARTITIONS);
        settings.put("instancesPerService", 1);
        settings.put("heap", "launcher " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB, services as launched");
        List<Measurement> measurements = run.measurements();
        return new Report(
                "pipeline",
                settings,
                measurements,
                List.of(
                        "the publisher, Kafka, S3 and all services share this machine's cores",
                        "latency is from the moment a study is due, so that a late publisher does not flatter it, to"
                                + " when a reader of committed records has its prediction",
                        "events read more than once: " + run.duplicates()),
                Map.of(),
                run.targets());
    }
}
