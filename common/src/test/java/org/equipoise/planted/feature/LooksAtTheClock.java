package org.equipoise.planted.feature;

import java.time.Instant;

/** Gives another answer every time. */
public final class LooksAtTheClock {

    /** The time of nobody's choice. */
    public Instant now() {
        return Instant.now();
    }
}
