package org.equipoise.ingest.s3;

import java.util.Arrays;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import org.equipoise.common.storage.Bucket;

/** Whether DICOM objects are kept as they were received, and for how long. */
@ConfigMapping(prefix = "equipoise.ingest.originals")
public interface OriginalsSettings {

    /** Ten years, about. */
    int MOST_DAYS = 3650;

    /** The bucket, of no other use here; absent: none is kept. */
    Optional<String> bucket();

    /** Days until the object store deletes them, 1 to {@value #MOST_DAYS}; no default, it has to be said. */
    Optional<Integer> retention();

    /** The key of the store's key management that they are encrypted with; absent: the store's own (SSE-S3). */
    Optional<String> kmsKey();

    /**
     * Refuses settings that make no sense.
     *
     * @throws IllegalStateException if one is missing or out of its range, with its name
     */
    default void check() {
        String name = bucket().orElse("");
        if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new IllegalStateException("equipoise.ingest.originals.bucket must be a name of 3 to 63 small letters,"
                    + " digits, dots and hyphens");
        }
        if (Arrays.stream(Bucket.values()).anyMatch(bucket -> bucket.wireName().equals(name))) {
            throw new IllegalStateException("equipoise.ingest.originals.bucket=" + name
                    + " is a bucket of what says nobody's name: originals need one of their own");
        }
        int days = retention().orElse(0);
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalStateException("equipoise.ingest.originals.retention must be 1 to " + MOST_DAYS
                    + " days where a bucket for originals is set");
        }
    }
}
