package org.equipoise.common.csv;

import org.jspecify.annotations.Nullable;

/** A file that a person gave cannot be read; the message says to them which file, where in it, and why. */
public final class UnreadableFileException extends RuntimeException {

    public UnreadableFileException(String message) {
        this(message, null);
    }

    public UnreadableFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
