package org.equipoise.local.client;

/** No stack runs where one was looked for. */
public final class NoStackException extends RuntimeException {

    public NoStackException(String message) {
        super(message);
    }
}
