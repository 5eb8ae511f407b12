package org.equipoise.monitor.kafka;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.equipoise.common.events.AlertChanged;
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
    private final Readable readable = new Readable();

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
        return read(WatchStores.ALERTS, Readable.json(AlertChanged.class), Comparator.comparing(AlertChanged::alertId));
    }

    private <T> List<T> read(String store, Readable.Format<T> format, Comparator<T> order) {
        var parameters =
                StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.<String, byte[]>keyValueStore());
        List<T> found = new ArrayList<>();
        try (var all = streams.store(parameters).all()) {
            all.forEachRemaining(
                    entry -> readable.read(store, entry.value, format).ifPresent(found::add));
        }
        found.sort(order);
        return found;
    }
}
