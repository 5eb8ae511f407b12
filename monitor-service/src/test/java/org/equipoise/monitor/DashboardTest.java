package org.equipoise.monitor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path RULES = ROOT.resolve("dashboards/prometheus/equipoise.rules.yml");
    private static final Path DASHBOARD = ROOT.resolve("dashboards/grafana/dashboards/equipoise.json");
    private static final Pattern METER = Pattern.compile("\"(equipoise(?:\\.[a-z]+)+)\"");
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
        JsonNode dashboard = EventCodec.mapper().readTree(Files.readAllBytes(DASHBOARD));
        return String.join("\n", dashboard.findValuesAsText("expr"));
    }

    /** Prometheus names of the meters that the services' own metrics classes name. */
    private static Set<String> meters() throws IOException {
        try (Stream<Path> services = Files.list(ROOT)) {
            return services.map(service -> service.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(DashboardTest::metricsClasses)
                    .flatMap(source -> METER.matcher(source).results())
                    .map(found -> found.group(1).replace('.', '_'))
                    .flatMap(name -> SUFFIXES.stream().map(suffix -> name + suffix))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Stream<String> metricsClasses(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files
                    .filter(file -> file.toString().endsWith("Metrics.java"))
                    .map(DashboardTest::text)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
