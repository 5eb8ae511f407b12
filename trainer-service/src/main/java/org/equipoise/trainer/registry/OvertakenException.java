package org.equipoise.trainer.registry;

/** Another process took the turn to decide about a model; what was decided here was not published. */
public final class OvertakenException extends RuntimeException {

    public OvertakenException(String message, Throwable cause) {
        super(message, cause);
    }
}
