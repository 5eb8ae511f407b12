package org.equipoise.local.client;

import org.jspecify.annotations.Nullable;

/** The stack did not do what it was asked; the message says to a person what and why. */
public class ClientException extends RuntimeException {

    public ClientException(String message) {
        this(message, null);
    }

    public ClientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
