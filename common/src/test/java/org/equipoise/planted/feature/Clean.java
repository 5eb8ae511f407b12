package org.equipoise.planted.feature;

import java.time.InstantSource;

/** Breaks no rule. */
public final class Clean {

    private static final int LIMIT = 3;

    private final InstantSource clock;

    public Clean(InstantSource clock) {
        this.clock = clock;
    }

    /** Refuses with a type that says what is wrong. */
    public long check(int value) {
        if (value > LIMIT) {
            throw new IllegalArgumentException("at most " + LIMIT + ", got " + value);
        }
        return clock.millis();
    }
}
