package org.equipoise.monitor.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/**
 * Remembers ids for a while, by the time at which they were seen. Not by that of their records: a backfill and a
 * mirrored topic bring old ones, of which a store that forgets by their time would keep nothing.
 */
final class SeenIds {

    private static final byte[] NO_NOTE = {};

    private final WindowStore<String, byte[]> store;
    private final Duration remembered;
    private final LongSupplier clock;

    /** @param clock wall-clock time, epoch milliseconds */
    SeenIds(WindowStore<String, byte[]> store, Duration remembered, LongSupplier clock) {
        this.store = store;
        this.remembered = remembered;
        this.clock = clock;
    }

    boolean contains(String id) {
        return of(id) != null;
    }

    /** What was noted with the id, if it is remembered. */
    byte @Nullable [] of(String id) {
        Instant now = Instant.ofEpochMilli(clock.getAsLong());
        // Ahead, too: another instance's clock may be.
        try (var found = store.fetch(id, now.minus(remembered), now.plus(remembered))) {
            return found.hasNext() ? found.next().value : null;
        }
    }

    void add(String id) {
        add(id, NO_NOTE);
    }

    void add(String id, byte[] note) {
        store.put(id, note, clock.getAsLong());
    }
}
