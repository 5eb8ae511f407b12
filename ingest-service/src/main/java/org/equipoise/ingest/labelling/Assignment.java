package org.equipoise.ingest.labelling;

import java.time.Instant;
import java.util.Objects;

import org.equipoise.common.events.ReadingRequested;
import org.jspecify.annotations.Nullable;

/**
 * That an image is to be read by several readers who do not see each other's labels. Of two of one image the greater
 * counts: the later, and of the same instant the withdrawal, then more readers. Who asks again for as many readers
 * while that stands asks for nothing new: what was read since the first time answers it.
 *
 * @param readers see {@link ReadingRequested}
 * @param requestedAt when it was said last
 * @param withdrawn true if it is not wanted any more; else absent
 * @param since labels that readers give from then on answer it; absent if that is {@code requestedAt}
 */
public record Assignment(
        int readers,
        Instant requestedAt,
        @Nullable Boolean withdrawn,
        @Nullable Instant since) {

    public Assignment {
        since = requestedAt.equals(since) ? null : since;
    }

    static Assignment of(ReadingRequested event) {
        return new Assignment(event.readers(), event.requestedAt(), event.withdraws() ? true : null, null);
    }

    /** Whether it is still wanted. */
    boolean stands() {
        return withdrawn == null;
    }

    /** Labels that readers give from then on answer it. */
    Instant answeredFrom() {
        return Objects.requireNonNullElse(since, requestedAt);
    }

    /** What counts of this one and what came before. */
    Assignment after(@Nullable Assignment before) {
        if (before == null) {
            return this;
        }
        if (!replaces(before)) {
            return before;
        }
        boolean again = stands() && before.stands() && readers == before.readers;
        return again ? new Assignment(readers, requestedAt, null, before.answeredFrom()) : this;
    }

    private boolean replaces(Assignment other) {
        if (!requestedAt.equals(other.requestedAt)) {
            return requestedAt.isAfter(other.requestedAt);
        }
        return stands() == other.stands() ? readers > other.readers : !stands();
    }
}
