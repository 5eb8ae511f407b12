package org.equipoise.monitor.history;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.equipoise.monitor.watch.HealthWatch;
import org.equipoise.monitor.watch.WatchListener;
import org.equipoise.monitor.watch.WatchedVersion;
import org.jspecify.annotations.Nullable;

/**
 * The last {@value #SAMPLES} samples of every watched version, at most one in {@value #EVERY_MILLIS} ms of the wall
 * clock: an hour while it is asked. Of more than {@value #VERSIONS} versions those that changed last are kept. In
 * memory: after a restart it begins anew, as Prometheus keeps what must last. Thread-safe.
 */
public final class VersionHistory implements WatchListener {

    static final int SAMPLES = 360;
    static final int EVERY_MILLIS = 10_000;
    static final int VERSIONS = 200;

    private final Clock clock;
    private final AtomicLong changes = new AtomicLong();
    private final Map<String, Deque<Sample>> samples = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * A version at one moment.
     *
     * @param atMillis epoch milliseconds
     * @param shares recent share of each class among the answers, in [0, 1]
     * @param evidence odds that one class takes too many answers; absent without a reference
     * @param predictions predictions counted so far
     */
    public record Sample(
            long atMillis, List<Double> shares, @Nullable Double evidence, long predictions) {}

    /** No history yet. */
    public VersionHistory(Clock clock) {
        this.clock = clock;
    }

    /** Changes of any version since the start. */
    public long changes() {
        return changes.get();
    }

    @Override
    public synchronized void changed(WatchedVersion version) {
        changes.incrementAndGet();
        Deque<Sample> kept = samples.computeIfAbsent(version.id(), id -> new ArrayDeque<>());
        long now = clock.millis();
        Sample last = kept.peekLast();
        if (last != null && now - last.atMillis() < EVERY_MILLIS) {
            return;
        }
        kept.addLast(sample(version, now));
        if (kept.size() > SAMPLES) {
            kept.removeFirst();
        }
        if (samples.size() > VERSIONS) {
            samples.remove(samples.keySet().iterator().next());
        }
    }

    /** This version now, as the last point of a picture. */
    public static Sample sample(WatchedVersion version, long atMillis) {
        List<Double> shares = new ArrayList<>();
        for (int k = 0; k < version.labels().size(); k++) {
            shares.add(version.recentShare(k));
        }
        HealthWatch health = version.health();
        return new Sample(
                atMillis, shares, health == null ? null : health.collapses().evidence(), version.predictions());
    }

    /** The samples of a version, oldest first. */
    public synchronized List<Sample> of(String model, String version) {
        Deque<Sample> kept = samples.get(model + "/" + version);
        return kept == null ? List.of() : List.copyOf(kept);
    }

    @Override
    public void released(String model, String version) {
        // Another instance watches it now; what was seen here stays true.
    }

    @Override
    public void duplicate() {
        // Changes nothing.
    }
}
