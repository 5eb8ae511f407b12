package org.equipoise.common.storage;

import org.jspecify.annotations.Nullable;

/** The object store did not do what it was asked: the caller retries or lets the record be redelivered. */
public class StorageException extends RuntimeException {

    public StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
