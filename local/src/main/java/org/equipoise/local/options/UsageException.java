package org.equipoise.local.options;

/** The arguments make no sense together; the message says why. */
public final class UsageException extends RuntimeException {

    public UsageException(String message) {
        super(message);
    }
}
