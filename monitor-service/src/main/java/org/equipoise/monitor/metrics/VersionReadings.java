package org.equipoise.monitor.metrics;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.monitor.alerting.OpenAlert;
import org.equipoise.monitor.alerting.ScoreAlert;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.collapse.RateTest;
import org.equipoise.monitor.rhythm.Rhythms;
import org.equipoise.monitor.watch.HealthWatch;
import org.equipoise.monitor.watch.ScoreWatch;
import org.equipoise.monitor.watch.WatchedVersion;
import org.jspecify.annotations.Nullable;

/** What the gauges of one version show: copied in the thread that watches, read in the one that scrapes. */
record VersionReadings(
        long predictions,
        List<ClassReading> classes,
        ScoreReading constant,
        ScoreReading squashed,
        double canaries,
        @Nullable Long canariesUntilMillis,
        List<Rhythms.Known> rhythms) {

    /** One class; the healthy numbers and the evidence are NaN without a reference, which Prometheus draws as a gap. */
    record ClassReading(
            double share, double healthyShare, double healthyUpperBound, double evidence, int collapse, int missing) {}

    /** A test of the probabilities: its evidence, NaN while what is healthy is learned, and the level of its alert. */
    record ScoreReading(double evidence, int level) {

        static ScoreReading of(@Nullable RateTest test, ScoreAlert alert) {
            return new ScoreReading(test == null ? Double.NaN : test.evidence(), VersionReadings.level(alert.open()));
        }
    }

    ScoreReading scores(Kind kind) {
        return kind == Kind.CONSTANT_OUTPUT ? constant : squashed;
    }

    /** Open alerts at this level: 1 pending, 2 firing. */
    long open(int level) {
        long ofClasses = classes.stream()
                .mapToInt(k -> (k.collapse() == level ? 1 : 0) + (k.missing() == level ? 1 : 0))
                .sum();
        return ofClasses + (constant.level() == level ? 1 : 0) + (squashed.level() == level ? 1 : 0);
    }

    static VersionReadings of(WatchedVersion version) {
        List<ClassReading> classes = new ArrayList<>(version.labels().size());
        HealthWatch health = version.health();
        for (int k = 0; k < version.labels().size(); k++) {
            classes.add(
                    health == null
                            ? new ClassReading(version.recentShare(k), Double.NaN, Double.NaN, Double.NaN, 0, 0)
                            : tested(version, health, k));
        }
        ScoreWatch scores = version.scores();
        return new VersionReadings(
                version.predictions(),
                classes,
                ScoreReading.of(scores.tests().constant(), scores.constant()),
                ScoreReading.of(scores.tests().squashed(), scores.squashed()),
                canaries(version.canaries()),
                until(version.canaries()),
                version.rhythms());
    }

    private static ClassReading tested(WatchedVersion version, HealthWatch health, int k) {
        OpenAlert collapse = health.alerts().collapse();
        return new ClassReading(
                version.recentShare(k),
                health.reference().shares().get(k),
                health.reference().upperBounds().get(k),
                health.collapses().evidence(k),
                collapse != null && collapse.classIndex() == k ? level(collapse) : 0,
                level(health.alerts().missing(k)));
    }

    private static double canaries(@Nullable CanaryVerdict verdict) {
        return verdict == null ? Double.NaN : verdict.sick() ? 0 : 1;
    }

    private static @Nullable Long until(@Nullable CanaryVerdict verdict) {
        return verdict == null ? null : verdict.speaksUntilMillis();
    }

    private static int level(@Nullable OpenAlert alert) {
        return alert == null ? 0 : alert.state() == State.PENDING ? 1 : 2;
    }
}
