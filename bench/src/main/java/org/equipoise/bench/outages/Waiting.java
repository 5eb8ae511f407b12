package org.equipoise.bench.outages;

import java.time.Duration;

/** Doing nothing for a while. */
final class Waiting {

    private Waiting() {}

    static void of(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
