package org.equipoise.common.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Lets one line of a kind through in a while, so that what happens a thousand times does not fill a disk. Thread-safe.
 */
public final class LogLimit {

    /** Kinds are few by intention; if they are not, they are forgotten rather than kept. */
    private static final int MOST_KINDS = 1000;

    private final Duration every;
    private final Clock clock;
    private final Map<String, Kind> kinds = new HashMap<>();

    private record Kind(Instant last, long suppressed) {}

    /** At most one line of each kind every so often. */
    public LogLimit(Duration every, Clock clock) {
        this.every = every;
        this.clock = clock;
    }

    /** Whether a line of this kind may be written now, and then how many were left out since the one before. */
    public synchronized OptionalLong permit(String kind) {
        Instant now = clock.instant();
        Kind known = kinds.get(kind);
        if (known != null && now.isBefore(known.last().plus(every))) {
            kinds.put(kind, new Kind(known.last(), known.suppressed() + 1));
            return OptionalLong.empty();
        }
        if (kinds.size() >= MOST_KINDS) {
            kinds.clear();
        }
        kinds.put(kind, new Kind(now, 0));
        return OptionalLong.of(known == null ? 0 : known.suppressed());
    }
}
