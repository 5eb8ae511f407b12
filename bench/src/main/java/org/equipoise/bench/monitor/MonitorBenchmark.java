package org.equipoise.bench.monitor;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.equipoise.bench.Options;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.stack.FreshStack;
import org.equipoise.local.client.EventPublisher;
import org.equipoise.local.stack.LocalStack;

/** The monitor alone beside Kafka in this JVM: how much it watches, how soon it tells, and what it takes. */
public final class MonitorBenchmark {

    private MonitorBenchmark() {}

    /** Starts a stack of its own on a fresh home, measures, and stops it. */
    public static Report run(Options options, PrintStream out) throws IOException {
        options.only("predictions", "rounds", "collapses", "versions", "markdown");
        int predictions = options.count("predictions", 200_000);
        int rounds = options.count("rounds", 5);
        int collapses = options.count("collapses", 100);
        int versions = options.count("versions", 10_000);
        try (LocalStack stack = FreshStack.start(options.project(), "monitor", Set.of("monitor-service"), out);
                var events = new EventPublisher(stack.connection().bootstrapServers(), Clock.systemUTC())) {
            var run = new MonitorRun(stack, events, out);
            run.throughput(predictions, rounds);
            run.throughputElsewhere(predictions, rounds);
            run.alarm(collapses, 200, 0);
            run.alarm(collapses, 200, 2000);
            run.memory(versions);
            run.close();
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("predictions", predictions);
            settings.put("rounds", rounds);
            settings.put("collapses", collapses);
            settings.put("versions", versions);
            settings.put("kafka", org.apache.kafka.common.utils.AppInfoParser.getVersion());
            settings.put("partitions", org.equipoise.local.embedded.EmbeddedKafka.PARTITIONS);
            return new Report(
                    "monitor",
                    settings,
                    run.measurements(),
                    List.of(
                            "the publisher, Kafka and the monitor share this machine's cores",
                            "a backlog: what is left when the publisher has ended, watched by the monitor alone; counted"
                                    + " by the offsets that its transactions commit",
                            "to the alert: from the publishing of the prediction that made it fire to a reader of"
                                    + " committed records having the alert"),
                    Map.of(),
                    run.targets());
        }
    }
}
