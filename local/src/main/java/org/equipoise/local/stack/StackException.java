package org.equipoise.local.stack;

import org.jspecify.annotations.Nullable;

/** The stack did not start or does not go on; the message says to a person what and where to look. */
public final class StackException extends RuntimeException {

    public StackException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
