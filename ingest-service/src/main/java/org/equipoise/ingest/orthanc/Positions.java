package org.equipoise.ingest.orthanc;

import java.util.Optional;

import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;

/**
 * Keeps how far the log was read, beside the images that it led to: whoever loses the one has lost the other, and
 * whoever goes on elsewhere finds both.
 */
public final class Positions {

    /** More than one is. */
    private static final int MOST_BYTES = 1000;

    private final ObjectStore store;
    private final String key;

    /** @param url of the Orthanc server */
    public Positions(ObjectStore store, String url) {
        this.store = store;
        this.key = "orthanc/" + Sha256.hex(url).substring(0, 32) + ".json";
    }

    /**
     * How far it was read; empty if it never was, or if what is there is no position.
     *
     * @throws org.equipoise.common.storage.StorageException if the object store fails
     */
    Optional<Position> load() {
        return store.get(Bucket.STUDIES, key, MOST_BYTES).flatMap(Positions::read);
    }

    private static Optional<Position> read(byte[] bytes) {
        try {
            return Optional.of(EventCodec.read(bytes, Position.class));
        } catch (MalformedEventException e) {
            // Taken twice counts once: reading all of the log again does no harm.
            return Optional.empty();
        }
    }

    void save(Position position) {
        store.put(Bucket.STUDIES, key, EventCodec.write(position), "application/json");
    }
}
