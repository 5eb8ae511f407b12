package org.equipoise.bench;

/** A person asked for what cannot be measured; the message says why, and no stack trace helps. */
public final class UnusableOptionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** With the value and what is possible. */
    public UnusableOptionException(String message) {
        super(message);
    }
}
