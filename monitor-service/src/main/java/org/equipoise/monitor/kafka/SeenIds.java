package org.equipoise.monitor.kafka;

import java.time.Duration;
import java.time.Instant;

import org.apache.kafka.streams.state.WindowStore;

/** Remembers ids for a while, by the time of their records. */
final class SeenIds {

    private static final byte[] YES = {1};

    private final WindowStore<String, byte[]> store;
    private final Duration remembered;

    SeenIds(WindowStore<String, byte[]> store, Duration remembered) {
        this.store = store;
        this.remembered = remembered;
    }

    boolean contains(String id, long atMillis) {
        Instant at = Instant.ofEpochMilli(atMillis);
        try (var found = store.fetch(id, at.minus(remembered), at.plus(remembered))) {
            return found.hasNext();
        }
    }

    void add(String id, long atMillis) {
        store.put(id, YES, atMillis);
    }
}
