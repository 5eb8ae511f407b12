package org.equipoise.ingest.labelling;

import java.time.Instant;

import org.equipoise.common.events.ReadingRequested;
import org.jspecify.annotations.Nullable;

/**
 * That an image is to be read by several readers who do not see each other's labels. Of two of one image the greater
 * counts: the later, and of the same instant the withdrawal, then more readers; so their order does not matter.
 *
 * @param readers see {@link ReadingRequested}
 * @param requestedAt labels that readers give from then on answer it
 * @param withdrawn true if it is not wanted any more; else absent
 */
public record Assignment(
        int readers, Instant requestedAt, @Nullable Boolean withdrawn) {

    static Assignment of(ReadingRequested event) {
        return new Assignment(event.readers(), event.requestedAt(), event.withdraws() ? true : null);
    }

    /** Whether it is still wanted. */
    boolean stands() {
        return withdrawn == null;
    }

    /** Whether it says more than another one. */
    boolean replaces(@Nullable Assignment other) {
        if (other == null || !requestedAt.equals(other.requestedAt)) {
            return other == null || requestedAt.isAfter(other.requestedAt);
        }
        return stands() == other.stands() ? readers > other.readers : !stands();
    }
}
