package org.equipoise.monitor.metrics;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.monitor.alerting.OpenAlert;
import org.equipoise.monitor.watch.HealthWatch;
import org.equipoise.monitor.watch.WatchedVersion;
import org.jspecify.annotations.Nullable;

/** What the gauges of one version show: copied in the thread that watches, read in the one that scrapes. */
record VersionReadings(long predictions, List<ClassReading> classes) {

    /** One class; the healthy numbers and the evidence are NaN without a reference, which Prometheus draws as a gap. */
    record ClassReading(
            double share, double healthyShare, double healthyUpperBound, double evidence, int collapse, int missing) {

        int level(Kind kind) {
            return kind == Kind.COLLAPSE ? collapse : missing;
        }
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
        return new VersionReadings(version.predictions(), classes);
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

    private static int level(@Nullable OpenAlert alert) {
        return alert == null ? 0 : alert.state() == State.PENDING ? 1 : 2;
    }
}
