package org.equipoise.ingest.orthanc;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** How often something could not be had of a server that answers, and since when. */
final class Tries {

    /** With the pauses between them about half a minute. */
    static final int MOST = 5;

    private static final int MOST_KNOWN = 10_000;

    private final InstantSource clock;
    private final Map<String, Failures> failed = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    private record Failures(int count, Instant since) {}

    Tries(InstantSource clock) {
        this.clock = clock;
    }

    /** It failed once more; whether it did so often. */
    boolean failed(String what) {
        Failures first = new Failures(1, clock.instant());
        return failed.merge(what, first, (known, once) -> new Failures(known.count() + 1, known.since()))
                        .count()
                >= MOST;
    }

    boolean areOver(String what) {
        @Nullable Failures known = failed.get(what);
        return known != null && known.count() >= MOST;
    }

    /** When it failed first. */
    Optional<Instant> since(String what) {
        return Optional.ofNullable(failed.get(what)).map(Failures::since);
    }

    /** They are done with. */
    void forget(Collection<String> all) {
        all.forEach(failed::remove);
    }
}
