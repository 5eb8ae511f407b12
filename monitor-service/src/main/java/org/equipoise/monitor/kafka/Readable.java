package org.equipoise.monitor.kafka;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is stored. What cannot be read, because a later release wrote it or an earlier one whose format is no
 * longer known, is as if it were not there: it is learned anew and then written over. That is told once for each store.
 * Thread-safe.
 */
final class Readable {

    private static final Logger LOG = Logger.getLogger(Readable.class);

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** How something is read from its bytes; throws what it likes where it cannot be. */
    @FunctionalInterface
    interface Format<T> {
        T read(byte[] bytes) throws MalformedEventException;
    }

    /** An event of this type, as JSON. */
    static <T> Format<T> json(Class<T> type) {
        return bytes -> EventCodec.read(bytes, type);
    }

    /** @param bytes null where nothing is stored */
    <T> Optional<T> read(String store, byte @Nullable [] bytes, Format<T> format) {
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(format.read(bytes));
        } catch (MalformedEventException | RuntimeException e) {
            if (told.add(store)) {
                LOG.warnf(
                        "the store \"%s\" holds what this release cannot read; that part is learned anew: %s",
                        store, e.getMessage());
            }
            return Optional.empty();
        }
    }
}
