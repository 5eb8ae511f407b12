package org.equipoise.common.storage;

/** The store answered, and the object is not there: asking again changes nothing. The message names bucket and key. */
public final class MissingObjectException extends StorageException {

    public MissingObjectException(Bucket bucket, String key) {
        super("no object " + bucket.wireName() + "/" + key, null);
    }
}
