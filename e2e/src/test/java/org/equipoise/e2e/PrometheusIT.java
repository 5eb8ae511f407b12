package org.equipoise.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.messaging.EventCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What Prometheus sees of a running stack after the loop. */
@Order(2)
class PrometheusIT {

    private static final Path PROJECT = RunningStack.project();
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(equipoise_[a-z_]+)` \\| ([a-z]+) \\| ([^|]*) \\| [^|]+ \\|$");
    private static final Set<String> OF_THE_SCRAPE = Set.of("__name__", "job", "instance", "service", "le", "quantile");

    private static Prometheus prometheus;

    /** A row of docs/metrics.md. */
    private record Documented(String type, Set<String> labels) {}

    @BeforeAll
    static void scrape() throws IOException {
        assumeTrue(
                Prometheus.program().isPresent(),
                "skipped: prometheus is not installed; on Debian: apt-get install prometheus");
        RunningStack stack = RunningStack.shared();
        Loop.through(stack);
        prometheus = Prometheus.start(
                PROJECT.resolve("dashboards/prometheus/local.yml"),
                stack.connection().services(),
                RunningStack.folder("prometheus"));
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    @Test
    void everyServiceIsScraped() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(prometheus.query("up{job=\"equipoise\"} == 1"))
                        .hasSize(4));
    }

    @Test
    void everyDashboardExpressionReturnsData() throws IOException {
        Map<String, String> expressions = expressions();

        assertThat(expressions).hasSizeGreaterThan(30);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    List<String> empty = new ArrayList<>();
                    expressions.forEach((expression, panel) -> {
                        if (prometheus.query(expression).isEmpty()) {
                            empty.add(panel + ": " + expression);
                        }
                    });
                    assertThat(empty).as("expressions without data").isEmpty();
                });
    }

    @Test
    void theRuleOfACollapseFires() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                prometheus.query("ALERTS{alertname=\"ModelCollapsed\",alertstate=\"firing\",model=\""
                                        + Loop.MODEL + "\",class=\"spot\"}"))
                        .hasSize(1));
    }

    @Test
    void everyMetricIsDocumentedWithItsTypeAndItsLabels() throws IOException {
        everyServiceIsScraped();
        Map<String, Documented> documented = documented();
        Map<String, Set<String>> wrong = new TreeMap<>();

        for (JsonNode sample : prometheus.query("{__name__=~\"equipoise_.+\"}")) {
            JsonNode labels = sample.path("metric");
            String name = family(labels.path("__name__").asText(), documented.keySet());
            Documented row = documented.get(name);
            Set<String> seen = new TreeSet<>();
            labels.fieldNames().forEachRemaining(seen::add);
            seen.removeAll(OF_THE_SCRAPE);
            if (row == null || !row.labels().equals(seen)) {
                wrong.put(name, seen);
            }
        }
        JsonNode metadata = prometheus.metadata();
        metadata.fieldNames().forEachRemaining(name -> {
            Documented row = documented.get(name);
            String type = metadata.path(name).path(0).path("type").asText();
            if (row != null && !row.type().equals(type)) {
                wrong.put(name, Set.of("type " + type));
            }
        });

        assertThat(wrong).as("differs from docs/metrics.md").isEmpty();
    }

    /** A histogram's or summary's own name: its series have endings. */
    private static String family(String series, Set<String> known) {
        for (String ending : List.of("_bucket", "_sum", "_count", "_max")) {
            if (series.endsWith(ending) && known.contains(series.substring(0, series.length() - ending.length()))) {
                return series.substring(0, series.length() - ending.length());
            }
        }
        return series;
    }

    private static Map<String, Documented> documented() throws IOException {
        Map<String, Documented> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(PROJECT.resolve("docs/metrics.md")));
        while (row.find()) {
            Set<String> labels = new TreeSet<>();
            Pattern.compile("`([a-z_]+)`").matcher(row.group(3)).results().forEach(label -> labels.add(label.group(1)));
            rows.put(row.group(1), new Documented(row.group(2), labels));
        }
        assertThat(rows).isNotEmpty();
        return rows;
    }

    /** Every expression of every panel, with the panel's title; variables stand for everything. */
    private static Map<String, String> expressions() throws IOException {
        Map<String, String> expressions = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(PROJECT.resolve("dashboards/grafana/dashboards"))) {
            for (Path file : files.sorted().toList()) {
                for (JsonNode panel :
                        EventCodec.mapper().readTree(Files.readAllBytes(file)).path("panels")) {
                    for (JsonNode target : panel.path("targets")) {
                        expressions.put(
                                target.path("expr").asText().replace("$model", ".*"),
                                file.getFileName() + ", " + panel.path("title").asText());
                    }
                }
            }
        }
        return expressions;
    }
}
