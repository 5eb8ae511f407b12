package org.equipoise.common.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Objects by bucket and key. Infrastructure failures are {@link StorageException}; a missing object is an empty value.
 * Thread-safe.
 */
public interface ObjectStore {

    /** Takes from an object what is wanted of it. The stream is closed by the store. */
    @FunctionalInterface
    interface Reading<T> {
        T from(InputStream in) throws IOException;
    }

    /** Creates the buckets that do not exist yet; safe to call from several services at once. */
    void createBuckets();

    /** Stores an object, replacing one of the same key. */
    void put(Bucket bucket, String key, byte[] bytes, String contentType);

    /** The object's bytes, or empty when there is none. */
    Optional<byte[]> get(Bucket bucket, String key);

    /**
     * The object's bytes, or empty when there is none or it is larger than {@code maxBytes}: what comes from outside is
     * never read unbounded. Use {@link #size} to tell the two apart.
     */
    Optional<byte[]> get(Bucket bucket, String key, long maxBytes);

    /**
     * Reads an object as it arrives, so that one larger than the memory can be read; empty when there is none. What
     * {@code reading} throws ends the reading.
     */
    default <T> Optional<T> read(Bucket bucket, String key, Reading<T> reading) {
        return get(bucket, key).map(bytes -> {
            try {
                return reading.from(new ByteArrayInputStream(bytes));
            } catch (IOException e) {
                throw new StorageException("read " + bucket.wireName() + "/" + key + ": " + e.getMessage(), e);
            }
        });
    }

    /** Size in bytes, or empty when there is no such object. */
    Optional<Long> size(Bucket bucket, String key);

    /** Keys with this prefix, in lexicographic order. */
    List<String> list(Bucket bucket, String prefix);

    /**
     * The keys with this prefix and this end that were stored last, the newest first.
     *
     * @param most keys that are returned, at most
     */
    List<String> newest(Bucket bucket, String prefix, String end, int most);

    /** Deletes an object; deleting what is not there is no error. */
    void delete(Bucket bucket, String key);

    /** Whether the store answers. */
    boolean healthy();

    /**
     * The object's bytes, where its absence is a fault.
     *
     * @throws MissingObjectException if there is no such object
     */
    default byte[] require(Bucket bucket, String key) {
        return get(bucket, key).orElseThrow(() -> new MissingObjectException(bucket, key));
    }
}
