package org.equipoise.monitor.kafka;

import java.util.Optional;

import org.apache.kafka.streams.state.KeyValueStore;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.messaging.EventCodec;
import org.jspecify.annotations.Nullable;

/** The last decision about each model of one task. */
final class DecisionTable {

    private final KeyValueStore<String, byte[]> store;
    private final Readable readable;

    DecisionTable(KeyValueStore<String, byte[]> store, Readable readable) {
        this.store = store;
        this.readable = readable;
    }

    /** Why it is not kept; empty where it can be. */
    static Optional<String> refusal(ModelDecided decision) {
        int bytes = EventCodec.write(decision).length;
        return bytes > StoredBytes.MOST
                ? Optional.of("a decision of " + bytes + " bytes, at most " + StoredBytes.MOST)
                : Optional.empty();
    }

    void save(ModelDecided decision) {
        store.put(decision.model(), EventCodec.write(decision));
    }

    /** Who serves; null where nobody does. */
    @Nullable Champion champion(String model) {
        return readable.read(WatchStores.DECISIONS, store.get(model), Readable.json(ModelDecided.class))
                .map(ModelDecided::champion)
                .orElse(null);
    }
}
