package org.equipoise.local.client;

import org.jspecify.annotations.Nullable;

/** A service did not answer; the message says which and where. */
public final class UnreachableException extends ClientException {

    public UnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
