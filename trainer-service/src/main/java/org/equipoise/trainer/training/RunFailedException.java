package org.equipoise.trainer.training;

/** This run cannot succeed, now or when tried again; the message tells a person why. */
public final class RunFailedException extends RuntimeException {

    public RunFailedException(String message) {
        super(message);
    }
}
