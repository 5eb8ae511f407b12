package org.equipoise.monitor.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.monitor.alerting.Silences;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads the table of silences, of which every instance has a whole copy. */
public final class StoredSilences implements Silences {

    private static final Logger LOG = Logger.getLogger(StoredSilences.class);

    private final KafkaStreams streams;

    /** A reader of the table of {@code streams}. */
    public StoredSilences(KafkaStreams streams) {
        this.streams = streams;
    }

    /** @throws org.apache.kafka.streams.errors.InvalidStateStoreException while the table is being restored */
    @Override
    public List<AlertsSilenced> all() {
        List<AlertsSilenced> found = new ArrayList<>();
        try (var all = streams.store(StoreQueryParameters.fromNameAndType(
                        WatchStores.SILENCES, QueryableStoreTypes.<String, byte[]>keyValueStore()))
                .all()) {
            all.forEachRemaining(entry -> silence(entry).ifPresent(found::add));
        }
        return found;
    }

    /** What breaks a rule silences nothing; it was told when it was put among the dead letters. */
    static Optional<AlertsSilenced> silence(KeyValue<String, byte @Nullable []> entry) {
        try {
            return Optional.of(EventCodec.read(entry.value, AlertsSilenced.class));
        } catch (MalformedEventException e) {
            LOG.debugf("silence skipped: id=%s reason=%s", entry.key, e.getMessage());
            return Optional.empty();
        }
    }
}
