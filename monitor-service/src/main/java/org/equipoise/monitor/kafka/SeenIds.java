package org.equipoise.monitor.kafka;

import java.time.Duration;
import java.time.Instant;

import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/** Remembers ids for a while, by the time of their records. */
final class SeenIds {

    private static final byte[] NO_NOTE = {};

    private final WindowStore<String, byte[]> store;
    private final Duration remembered;

    SeenIds(WindowStore<String, byte[]> store, Duration remembered) {
        this.store = store;
        this.remembered = remembered;
    }

    boolean contains(String id, long atMillis) {
        return of(id, atMillis) != null;
    }

    /** What was noted with the id, if it is remembered. */
    byte @Nullable [] of(String id, long atMillis) {
        Instant at = Instant.ofEpochMilli(atMillis);
        try (var found = store.fetch(id, at.minus(remembered), at.plus(remembered))) {
            return found.hasNext() ? found.next().value : null;
        }
    }

    void add(String id, long atMillis) {
        add(id, NO_NOTE, atMillis);
    }

    void add(String id, byte[] note, long atMillis) {
        store.put(id, note, atMillis);
    }
}
