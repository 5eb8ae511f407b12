package org.equipoise.monitor.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.equipoise.monitor.attribution.Attribution;
import org.equipoise.monitor.watch.WatchedVersion;
import org.jspecify.annotations.Nullable;

/**
 * What lies behind the firing alerts of a version, for the text that rules make of them: one series for each sick
 * version, whatever comes from outside, and none for the others. Thread-safe.
 */
final class CauseMetrics {

    private static final String NO_SOURCE = "any";

    private final MeterRegistry registry;
    private final Map<String, Shown> shown = new ConcurrentHashMap<>();

    private record Shown(Tags tags, Meter meter) {}

    CauseMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void changed(WatchedVersion version) {
        Attribution behind = version.lastCondition().sick() ? version.attribution() : null;
        Tags tags = behind == null ? null : tags(version, behind);
        shown.compute(version.id(), (id, before) -> {
            if (before != null && before.tags().equals(tags)) {
                return before;
            }
            if (before != null) {
                registry.remove(before.meter());
            }
            return tags == null ? null : new Shown(tags, register(tags));
        });
    }

    void released(String id) {
        Shown gone = shown.remove(id);
        if (gone != null) {
            registry.remove(gone.meter());
        }
    }

    private static Tags tags(WatchedVersion version, Attribution behind) {
        return Tags.of(
                "model",
                version.model(),
                "version",
                version.version(),
                "cause",
                behind.cause().wireName(),
                "source",
                label(behind.source()));
    }

    private static String label(@Nullable String source) {
        return source == null ? NO_SOURCE : SourceLabel.of(source);
    }

    private Meter register(Tags tags) {
        return Gauge.builder("equipoise.model.alert.cause", () -> 1)
                .description("1 for what lies behind the firing alerts of a version, and the source to look at first")
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }
}
