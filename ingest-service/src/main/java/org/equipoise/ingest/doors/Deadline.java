package org.equipoise.ingest.doors;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How long the files of an archive may be unpacked and stored. */
public final class Deadline {

    private final InstantSource clock;
    private final Duration time;
    private final Instant latest;

    /** One of so long from now. */
    public Deadline(InstantSource clock, Duration time) {
        this.clock = clock;
        this.time = time;
        this.latest = clock.instant().plus(time);
    }

    /**
     * Goes on only before it.
     *
     * @throws ObjectTooLargeException if it is past
     */
    public void check() throws ObjectTooLargeException {
        if (clock.instant().isAfter(latest)) {
            throw new ObjectTooLargeException("the archive", time.toSeconds(), "s of work: send it in several");
        }
    }
}
