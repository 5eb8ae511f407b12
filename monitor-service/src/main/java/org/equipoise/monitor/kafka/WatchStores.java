package org.equipoise.monitor.kafka;

import java.time.Duration;
import java.util.Set;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/** The state of the watcher: each store is on disk and in a changelog topic, exactly once. */
final class WatchStores {

    /** {@code model/version} to the watched version. */
    static final String VERSIONS = "versions";
    /** {@code model} to the last decision about it. */
    static final String DECISIONS = "decisions";
    /** {@code model/version/study} to the study that still waits for predictions. */
    static final String STUDIES = "studies";
    /** Predictions and closed studies of the last day: a redelivery changes nothing. */
    static final String SEEN = "seen";
    /** {@code alertId} to its last change. */
    static final String ALERTS = "alerts";

    /** {@code alertId} to what its receiver has still to be told. */
    static final String NOTICES = "notices";
    /** {@code silenceId} to the silence; a whole copy in every instance, filled from the topic itself. */
    static final String SILENCES = "silences";

    /** Those of the watcher. */
    static final Set<String> NAMES = Set.of(VERSIONS, DECISIONS, STUDIES, SEEN, ALERTS);

    private WatchStores() {}

    /** Adds every store, on disk or in memory; either way it has its changelog. */
    static void addTo(StreamsBuilder builder, boolean onDisk, Duration remembered) {
        for (String name : NAMES) {
            builder.addStateStore(name.equals(SEEN) ? window(name, onDisk, remembered) : keyValue(name, onDisk));
        }
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> keyValue(String name, boolean onDisk) {
        var supplier = onDisk ? Stores.persistentKeyValueStore(name) : Stores.inMemoryKeyValueStore(name);
        return Stores.keyValueStoreBuilder(supplier, Serdes.String(), Serdes.ByteArray())
                .withCachingEnabled();
    }

    private static StoreBuilder<WindowStore<String, byte[]>> window(String name, boolean onDisk, Duration remembered) {
        Duration instant = Duration.ofMillis(1);
        var supplier = onDisk
                ? Stores.persistentWindowStore(name, remembered, instant, false)
                : Stores.inMemoryWindowStore(name, remembered, instant, false);
        return Stores.windowStoreBuilder(supplier, Serdes.String(), Serdes.ByteArray());
    }
}
