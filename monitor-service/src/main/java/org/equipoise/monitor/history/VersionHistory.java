package org.equipoise.monitor.history;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.equipoise.monitor.watch.HealthWatch;
import org.equipoise.monitor.watch.WatchListener;
import org.equipoise.monitor.watch.WatchedVersion;
import org.jspecify.annotations.Nullable;

/**
 * Samples of every watched version, at first one a second of the wall clock while it is asked. When there are more than
 * {@value #SAMPLES}, every second one is dropped and the pause doubles: the whole time stays in view, more coarsely. Of
 * more than {@value #VERSIONS} versions those that changed last are kept. In memory: after a restart it begins anew, as
 * Prometheus keeps what must last. Thread-safe.
 */
public final class VersionHistory implements WatchListener {

    static final int SAMPLES = 600;
    static final int EVERY_MILLIS = 1_000;
    static final int VERSIONS = 200;

    private final Clock clock;
    private final AtomicLong changes = new AtomicLong();
    private final Map<String, Kept> samples = new LinkedHashMap<>(16, 0.75f, true);

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

    /** Those of one version. */
    private static final class Kept {
        private List<Sample> samples = new ArrayList<>();
        private long every = EVERY_MILLIS;

        void look(WatchedVersion version, long now) {
            if (!samples.isEmpty() && now - samples.get(samples.size() - 1).atMillis() < every) {
                return;
            }
            samples.add(sample(version, now));
            if (samples.size() > SAMPLES) {
                List<Sample> thinned = new ArrayList<>();
                for (int i = 0; i < samples.size(); i += 2) {
                    thinned.add(samples.get(i));
                }
                samples = thinned;
                every *= 2;
            }
        }
    }

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
        samples.computeIfAbsent(version.id(), id -> new Kept()).look(version, clock.millis());
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
        Kept kept = samples.get(model + "/" + version);
        return kept == null ? List.of() : List.copyOf(kept.samples);
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
