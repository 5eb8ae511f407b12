package org.equipoise.monitor.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.canary.CanaryVerdict.Finding;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.equipoise.monitor.deadletters.DeadLetters;
import org.equipoise.monitor.watch.Condition;
import org.equipoise.monitor.watch.Fixtures;
import org.equipoise.monitor.watch.WatchedVersion;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MonitorMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MonitorMetrics metrics =
            new MonitorMetrics(registry, Fixtures.POLICY, Fixtures.RHYTHM, Clock.fixed(Fixtures.START, ZoneOffset.UTC));

    /** The dashboards and alert rules read these names. */
    @Test
    void names() {
        metrics.countDeadLetters(new DeadLetters(List.of("a.dlq")));
        metrics.changed(quiet());
        metrics.changed(collapsed());
        metrics.unforeseen("predictions.made");

        Set<String> names = new TreeSet<>();
        registry.getMeters().forEach(meter -> names.add(described(meter.getId())));
        assertThat(names)
                .containsExactly(
                        "equipoise.alerts.open{state}",
                        "equipoise.dead.letters{topic}",
                        "equipoise.model.alert.cause{cause,model,source,version}",
                        "equipoise.model.alert{class,kind,model,version}",
                        "equipoise.model.answers.share{class,model,version}",
                        "equipoise.model.canaries{model,version}",
                        "equipoise.model.collapse.evidence{class,model,version}",
                        "equipoise.model.collapse.threshold{}",
                        "equipoise.model.healthy.share.upper{class,model,version}",
                        "equipoise.model.healthy.share{class,model,version}",
                        "equipoise.model.scores.evidence{kind,model,version}",
                        "equipoise.model.silent{model,source,version}",
                        "equipoise.monitor.duplicates{}",
                        "equipoise.monitor.predictions{model,version}",
                        "equipoise.records.unforeseen{topic}");
    }

    @Test
    void gaugesShowTheLastState() {
        metrics.changed(collapsed());

        assertThat(registry.get("equipoise.model.alert")
                        .tags("class", "none", "kind", "collapse")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(registry.get("equipoise.alerts.open")
                        .tag("state", "firing")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("equipoise.model.answers.share")
                        .tag("class", "none")
                        .gauge()
                        .value())
                .isGreaterThan(.99);
        assertThat(registry.get("equipoise.model.collapse.evidence")
                        .tag("class", "none")
                        .gauge()
                        .value())
                .isGreaterThan(6);
        assertThat(registry.get("equipoise.monitor.predictions")
                        .functionCounter()
                        .count())
                .isEqualTo(400);
    }

    @Test
    void whatLiesBehindAFiringAlertIsOneSeriesThatGoesWithIt() {
        WatchedVersion version = collapsed();
        metrics.changed(version);
        Set<Tag> unknown = cause();
        version.replayed(new CanaryVerdict("scorer-1", Finding.MODEL, null, "4 of 16 canaries differ", 1000, null));
        metrics.changed(version);
        Set<Tag> model = cause();
        version.supersede(Fixtures.START);
        metrics.changed(version);

        assertThat(unknown).contains(Tag.of("cause", "unknown"), Tag.of("source", "any"), Tag.of("version", "v1"));
        assertThat(model).contains(Tag.of("cause", "model"), Tag.of("source", "any"));
        assertThat(registry.find("equipoise.model.alert.cause").gauges()).isEmpty();
    }

    private Set<Tag> cause() {
        Collection<Gauge> gauges = registry.get("equipoise.model.alert.cause").gauges();
        assertThat(gauges)
                .singleElement()
                .satisfies(gauge -> assertThat(gauge.value()).isEqualTo(1));
        return Set.copyOf(gauges.iterator().next().getId().getTags());
    }

    @Test
    void aSourceFromOutsideIsALabelOfCommonSignsAndBounded() {
        assertThat(SourceLabel.of("DX at XR2")).isEqualTo("DX at XR2");
        assertThat(SourceLabel.of("D\n\"X{{ }}<b>")).isEqualTo("D??X?? ???b?");
        assertThat(SourceLabel.of("x".repeat(1024))).hasSize(SourceLabel.MOST_CHARACTERS);
    }

    /** A class that is answered so rarely has odds of 0, and no logarithm. */
    @Test
    void noNumberIsInfinite() {
        var version = new WatchedVersion("nodules", "v2", Fixtures.LABELS, Fixtures.POLICY, 0);
        version.promote(Fixtures.champion("v2"), Instant.EPOCH);
        metrics.changed(version);
        metrics.changed(collapsed());

        registry.getMeters()
                .forEach(meter -> assertThat(meter.measure())
                        .as(described(meter.getId()))
                        .noneMatch(measured -> Double.isInfinite(measured.getValue())));
    }

    @Test
    void aVersionThatIsQuietForTooLongIsSilent() {
        var version = new WatchedVersion("nodules", "v1", Fixtures.LABELS, Fixtures.POLICY, 0);
        for (int hour = 240; hour >= 3; hour--) {
            version.count(Fixtures.at(
                    Fixtures.START.minus(Duration.ofHours(hour)), Fixtures.prediction("v1", "s", "i" + hour, 1, 0)));
        }
        metrics.changed(version);
        double before = silent();
        WatchedVersion quiet = quiet();
        metrics.changed(quiet);

        assertThat(before).isZero();
        assertThat(silent()).isEqualTo(1);
        assertThat(quiet.condition()).isEqualTo(Condition.NO_REFERENCE);
        assertThat(quiet.conditionAt(Fixtures.START, Fixtures.RHYTHM)).isEqualTo(Condition.SILENT);
    }

    /** Asked every hour for ten days, and then not for four hours. */
    private static WatchedVersion quiet() {
        var quiet = new WatchedVersion("nodules", "v1", Fixtures.LABELS, Fixtures.POLICY, 0);
        for (int hour = 240; hour >= 4; hour--) {
            quiet.count(Fixtures.at(
                    Fixtures.START.minus(Duration.ofHours(hour)), Fixtures.prediction("v1", "s", "i" + hour, 1, 0)));
        }
        return quiet;
    }

    private double silent() {
        return registry.get("equipoise.model.silent")
                .tag("source", "any")
                .gauge()
                .value();
    }

    @Test
    void aSupersededVersionHasNoMeters() {
        WatchedVersion version = collapsed();
        metrics.changed(version);

        version.supersede(Fixtures.START);
        metrics.changed(version);

        assertThat(registry.find("equipoise.model.alert").gauges()).isEmpty();
        assertThat(registry.get("equipoise.alerts.open")
                        .tag("state", "firing")
                        .gauge()
                        .value())
                .isZero();
    }

    private static String described(Meter.Id id) {
        return id.getName() + id.getTags().stream().map(Tag::getKey).collect(Collectors.joining(",", "{", "}"));
    }

    private static WatchedVersion collapsed() {
        var version = new WatchedVersion("nodules", "v1", Fixtures.LABELS, Fixtures.POLICY, 0);
        version.promote(Fixtures.champion("v1"), Instant.EPOCH);
        for (int n = 0; n < 400; n++) {
            version.count(Fixtures.prediction("v1", "s" + n, "i" + n, 1, 0));
            version.add(StudyAnswers.single(3, 0), Fixtures.outputs(.7, false), n, Instant.EPOCH);
        }
        return version;
    }
}
