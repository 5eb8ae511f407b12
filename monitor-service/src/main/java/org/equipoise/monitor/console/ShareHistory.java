package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.equipoise.monitor.watch.HealthWatch;
import org.equipoise.monitor.watch.WatchedVersion;
import org.jspecify.annotations.Nullable;

/**
 * Shares and evidence of each version as they were looked at from time to time, since this service started. When a
 * version has too many points, every second one is dropped: the whole time stays in view, more coarsely. Thread-safe.
 */
public final class ShareHistory {

    static final int MOST_VERSIONS = 200;
    static final int MOST_POINTS = 600;

    private final Map<String, List<Point>> versions = new Bounded<>(MOST_VERSIONS);
    private long revision;

    /**
     * One look.
     *
     * @param predictions counted up to then
     * @param shares recent share of each class
     * @param evidence odds against a healthy model; absent without a reference
     */
    public record Point(
            Instant at,
            long predictions,
            List<Double> shares,
            @Nullable Double evidence) {

        public Point {
            shares = List.copyOf(shares);
        }
    }

    /** Looks at a version; nothing is kept when it was asked nothing since the last look. */
    public synchronized void look(WatchedVersion version, Instant now) {
        List<Point> points = versions.computeIfAbsent(version.id(), id -> new ArrayList<>());
        if (!points.isEmpty() && points.get(points.size() - 1).predictions() == version.predictions()) {
            return;
        }
        List<Double> shares = new ArrayList<>();
        for (int k = 0; k < version.labels().size(); k++) {
            shares.add(version.recentShare(k));
        }
        HealthWatch health = version.health();
        points.add(new Point(
                now,
                version.predictions(),
                shares,
                health == null ? null : health.collapses().evidence()));
        if (points.size() > MOST_POINTS) {
            List<Point> kept = new ArrayList<>();
            for (int i = 0; i < points.size() - 1; i += 2) {
                kept.add(points.get(i));
            }
            kept.add(points.get(points.size() - 1));
            versions.put(version.id(), kept);
        }
        revision++;
    }

    /** Grows with every point. */
    public synchronized long revision() {
        return revision;
    }

    /** The points of one version, the oldest first. */
    public synchronized List<Point> of(String versionId) {
        return List.copyOf(versions.getOrDefault(versionId, List.of()));
    }
}
