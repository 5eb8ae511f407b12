package org.equipoise.common.messaging;

import org.jspecify.annotations.Nullable;

/** A record's bytes are not the event its topic promises. Caught by consumers, which send the record to the DLQ. */
public final class MalformedEventException extends Exception {

    public MalformedEventException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
