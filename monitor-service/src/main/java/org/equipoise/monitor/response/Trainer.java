package org.equipoise.monitor.response;

import org.jspecify.annotations.Nullable;

/** Whoever decides which version serves. */
public interface Trainer {

    /**
     * An answer.
     *
     * @param status of HTTP: 200 done, 404 unknown model, 409 it cannot be done, 503 nobody to ask
     * @param body the decision, or {@code {"problem": ...}}, as JSON
     */
    record Answer(int status, String body) {

        /** Whether it was done. */
        public boolean done() {
            return status == 200;
        }
    }

    /** Whether there is somebody to ask. */
    boolean known();

    /**
     * Puts an earlier version in the place of {@code from}. Blocks until it is decided.
     *
     * @param to null for the one promoted before
     */
    Answer rollBack(String model, @Nullable String from, @Nullable String to, String reason);

    /** Takes {@code version} out of service and puts none in its place. Blocks until it is decided. */
    Answer hold(String model, @Nullable String version, String reason);
}
