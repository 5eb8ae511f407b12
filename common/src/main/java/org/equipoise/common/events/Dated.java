package org.equipoise.common.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * An event that says when something happened. Any event can be computed with ({@link #EARLIEST} to {@link #LATEST} fits
 * milliseconds and nanoseconds of a {@code long}); one that comes from outside must also be {@linkplain #checkAt
 * believable}: a time in milliseconds that was read as seconds, or a clock that is a year ahead, would spoil rates and
 * delays without a word.
 */
public interface Dated {

    /** No event is earlier. */
    Instant EARLIEST = Instant.EPOCH;

    /** Every event is earlier. */
    Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    /** What comes from outside is not earlier: zero and its neighbours are a clock that was never set. */
    Instant EARLIEST_FROM_OUTSIDE = Instant.parse("2000-01-01T00:00:00Z");

    /** How far a producer's clock may be ahead of ours. */
    Duration MOST_AHEAD = Duration.ofDays(1);

    /** The times of what happened, by their field's name; none of what is planned. */
    Map<String, Instant> happened();

    /**
     * Checks an event from outside against the clock of who reads it.
     *
     * @throws IllegalArgumentException if it happened before 2000 or more than a day after {@code now}
     */
    default void checkAt(Instant now) {
        Instant latest = now.plus(MOST_AHEAD);
        happened().forEach((field, time) -> {
            if (time.isBefore(EARLIEST_FROM_OUTSIDE) || time.isAfter(latest)) {
                throw new IllegalArgumentException(
                        field + " must be from 2000-01-01 to a day ahead of now, got " + time);
            }
        });
    }
}
