package org.equipoise.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.messaging.EventCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Rules and panels read only meters that some service has: a renamed meter would leave an empty panel. */
class DashboardTest {

    private static final Path RULES = SourceTree.ROOT.resolve("dashboards/prometheus/equipoise.rules.yml");
    private static final Path DASHBOARDS = SourceTree.ROOT.resolve("dashboards/grafana/dashboards");
    private static final Pattern READ = Pattern.compile("(?<![:\\w])equipoise(?:_[a-z]+)+");
    private static final List<String> SUFFIXES = List.of(
            "", "_total", "_bytes", "_seconds", "_seconds_bucket", "_seconds_sum", "_seconds_count", "_seconds_max");

    @Test
    void everyExpressionReadsAMeterThatExists() throws IOException {
        Set<String> written = meters();

        assertThat(read(Files.readString(RULES))).isNotEmpty().isSubsetOf(written);
        assertThat(read(expressions())).isNotEmpty().isSubsetOf(written);
    }

    @Test
    void everyRecordedSeriesThatAPanelReadsIsRecorded() throws IOException {
        String rules = Files.readString(RULES);

        Pattern.compile("\\w+:equipoise_\\w+:\\w+")
                .matcher(expressions())
                .results()
                .forEach(found -> assertThat(rules).contains("record: " + found.group()));
    }

    private static Set<String> read(String text) {
        return READ.matcher(text).results().map(found -> found.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String expressions() throws IOException {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            var expressions = new StringJoiner("\n");
            for (Path file : files.sorted().toList()) {
                JsonNode dashboard = EventCodec.mapper().readTree(Files.readAllBytes(file));
                dashboard.findValuesAsText("expr").forEach(expressions::add);
            }
            return expressions.toString();
        }
    }

    /** Prometheus names of the meters that the services' own metrics classes name. */
    private static Set<String> meters() {
        return SourceTree.meters().stream()
                .flatMap(name -> SUFFIXES.stream().map(suffix -> name + suffix))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
