package org.equipoise.trainer.training;

/** The service is stopping; the run goes on from its last checkpoint when its request is delivered again. */
public final class RunInterruptedException extends RuntimeException {

    public RunInterruptedException(String message) {
        super(message);
    }
}
