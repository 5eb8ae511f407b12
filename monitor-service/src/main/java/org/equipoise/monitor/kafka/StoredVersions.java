package org.equipoise.monitor.kafka;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.monitor.watch.WatchedVersion;
import org.equipoise.monitor.watch.WatchedVersionCodec;
import org.equipoise.monitor.watch.WatchedVersions;

/**
 * Reads the stores of this instance; where several share the watching, each answers for its own models.
 *
 * <p>Both methods throw {@link org.apache.kafka.streams.errors.InvalidStateStoreException} while the stores are being
 * restored.
 */
public final class StoredVersions implements WatchedVersions {

    private final KafkaStreams streams;
    private final WatchedVersionCodec codec;

    /** A reader of the stores of {@code streams}. */
    public StoredVersions(KafkaStreams streams, WatchedVersionCodec codec) {
        this.streams = streams;
        this.codec = codec;
    }

    @Override
    public List<WatchedVersion> all() {
        return read(WatchStores.VERSIONS, codec::read, Comparator.comparing(WatchedVersion::id));
    }

    @Override
    public List<AlertChanged> alerts() {
        return read(WatchStores.ALERTS, StoredVersions::alert, Comparator.comparing(AlertChanged::alertId));
    }

    private <T> List<T> read(String store, Function<byte[], T> reader, Comparator<T> order) {
        var parameters =
                StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.<String, byte[]>keyValueStore());
        List<T> found = new ArrayList<>();
        try (var all = streams.store(parameters).all()) {
            all.forEachRemaining(entry -> found.add(reader.apply(entry.value)));
        }
        found.sort(order);
        return found;
    }

    static AlertChanged alert(byte[] bytes) {
        try {
            return EventCodec.read(bytes, AlertChanged.class);
        } catch (MalformedEventException e) {
            throw new IllegalStateException("a stored alert cannot be read", e);
        }
    }
}
