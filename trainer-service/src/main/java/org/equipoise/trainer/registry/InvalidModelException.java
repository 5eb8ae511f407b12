package org.equipoise.trainer.registry;

import org.jspecify.annotations.Nullable;

/** What was handed in cannot be registered; the message tells a person why and what to change. */
public final class InvalidModelException extends RuntimeException {

    public InvalidModelException(String message) {
        this(message, null);
    }

    public InvalidModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
