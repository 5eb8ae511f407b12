package org.equipoise.local.stack;

/** This machine or this home cannot run a stack; the message names what is missing, its value and the limit. */
public final class EnvironmentException extends RuntimeException {

    public EnvironmentException(String message) {
        super(message);
    }
}
