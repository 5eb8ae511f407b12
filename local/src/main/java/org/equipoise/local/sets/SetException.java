package org.equipoise.local.sets;

import org.jspecify.annotations.Nullable;

/** A set cannot be read; the message says to a person which file and why. */
public final class SetException extends RuntimeException {

    public SetException(String message) {
        this(message, null);
    }

    public SetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
