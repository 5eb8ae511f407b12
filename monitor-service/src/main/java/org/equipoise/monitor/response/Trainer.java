package org.equipoise.monitor.response;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.events.ModelDecided.Outcome;
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

    /**
     * A version in the registry.
     *
     * @param outcome the last decision about it; absent until there is one
     * @param serving whether it serves now
     */
    record Version(
            String version,
            @Nullable Outcome outcome,
            boolean serving,
            @Nullable Instant decidedAt) {

        /** Whether it served once, whatever was decided later. */
        boolean served() {
            return outcome != null && outcome != Outcome.REFUSED;
        }

        /** Whether nobody took it out of service. */
        boolean stands() {
            return outcome == Outcome.PROMOTED;
        }
    }

    /** Whether there is somebody to ask. */
    boolean known();

    /** Every version of a model; empty where nobody can be asked. Blocks until it is answered. */
    Optional<List<Version>> versions(String model);

    /**
     * Puts an earlier version in the place of {@code from}. Blocks until it is decided.
     *
     * @param to null for the one promoted before
     */
    Answer rollBack(String model, @Nullable String from, @Nullable String to, String reason);

    /** Takes {@code version} out of service and puts none in its place. Blocks until it is decided. */
    Answer hold(String model, @Nullable String version, String reason);
}
