package org.equipoise.bench.outages;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.equipoise.bench.Options;
import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Results;
import org.equipoise.bench.report.Target;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The benchmark in small, through all doors at the same time. */
class OutagesIT {

    private static final Path PROJECT = Path.of(System.getProperty("equipoise.project", ".."))
            .toAbsolutePath()
            .normalize();

    @Test
    void whatWasSentIsThereOnceAlthoughS3AndKafkaWereAwayAndIngestWasKilledInItsMiddle() {
        var options = new Options(
                PROJECT, Map.of("images", List.of("100"), "seconds", List.of("6"), "together", List.of("yes")));

        Results results = OutagesBenchmark.run(options, new Origin("", "", ""), System.out);

        results.table().lines().forEach(System.out::println);
        // Each door in each outage; restarts of what was killed, for each door; dead letters; what is left of objects
        // as they were received.
        assertThat(results.report().targets())
                .hasSize(4 * Disturbance.values().length + 4 + 2)
                .as("%s", Target.summary(results.report().targets()))
                .allMatch(Target::isReached);
    }
}
