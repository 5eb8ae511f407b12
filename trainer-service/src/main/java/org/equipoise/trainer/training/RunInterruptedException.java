package org.equipoise.trainer.training;

/**
 * The service is stopping, or another trainer took the run; it goes on from its last checkpoint with whoever has its
 * request.
 */
public final class RunInterruptedException extends RuntimeException {

    public RunInterruptedException(String message) {
        super(message);
    }
}
