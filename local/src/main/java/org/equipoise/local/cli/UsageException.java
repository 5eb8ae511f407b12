package org.equipoise.local.cli;

/** The arguments make no sense together; the message says why. */
final class UsageException extends RuntimeException {

    UsageException(String message) {
        super(message);
    }
}
