package org.equipoise.ingest.orthanc;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Instances that came and whose study was not taken since, the oldest first. Orthanc says that a study is stable only
 * if it is not restarted before that; so the place that is kept stays before the oldest of these.
 */
final class Unsettled {

    private final Map<String, Arrived> instances = new LinkedHashMap<>();

    /**
     * An instance.
     *
     * @param seq of its change
     * @param before the place before that
     */
    record Arrived(String id, long seq, Position before, Instant seen) {

        @Override
        public String toString() {
            return "Arrived[" + seq + "]";
        }
    }

    /** An instance came; one that came before and is not settled stays where it is. */
    void add(Arrived arrived) {
        instances.putIfAbsent(arrived.id(), arrived);
    }

    /** These were taken, or are gone. */
    void settle(Collection<String> ids) {
        ids.forEach(instances::remove);
    }

    void clear() {
        instances.clear();
    }

    int size() {
        return instances.size();
    }

    Optional<Arrived> oldest() {
        return instances.values().stream().findFirst();
    }

    /** The place from which nothing is missed. */
    Position place(Position reached) {
        @Nullable Arrived oldest = oldest().orElse(null);
        return oldest == null ? reached : oldest.before();
    }
}
