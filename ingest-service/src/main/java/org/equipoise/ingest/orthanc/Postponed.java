package org.equipoise.ingest.orthanc;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Studies that Orthanc has and could not give yet. Each is asked for again every minute while others are taken; the
 * place that is kept stays before the oldest of them.
 */
final class Postponed {

    /** More at a time are no fault of single studies: they wait in their order. */
    static final int MOST = 1000;

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Map<String, Study> studies = new LinkedHashMap<>();

    /**
     * A study.
     *
     * @param seq of the change that led here
     * @param before the place before everything of it that is not durable
     * @param next when it is asked for again
     */
    record Study(String id, long seq, Position before, Instant next) {

        @Override
        public String toString() {
            return "Study[" + seq + "]";
        }
    }

    /** Whether one more has room. */
    boolean hasRoomFor(String id) {
        return studies.size() < MOST || studies.containsKey(id);
    }

    /** It could not be had at this time. */
    void add(String id, long seq, Position before, Instant now) {
        studies.putIfAbsent(id, new Study(id, seq, before, now));
        extend(id, before);
        later(id, now);
    }

    /** It is asked for again in a while. */
    void later(String id, Instant now) {
        studies.computeIfPresent(id, (name, known) -> new Study(name, known.seq(), known.before(), now.plus(PAUSE)));
    }

    /** Something older belongs to it. */
    void extend(String id, Position before) {
        studies.computeIfPresent(
                id, (name, known) -> new Study(name, known.seq(), earlier(known.before(), before), known.next()));
    }

    boolean has(String id) {
        return studies.containsKey(id);
    }

    /** It was taken, or is left out, or gone. */
    void settle(String id) {
        studies.remove(id);
    }

    void clear() {
        studies.clear();
    }

    /** The one whose time came first. */
    Optional<Study> due(Instant now) {
        return studies.values().stream()
                .filter(study -> !now.isBefore(study.next()))
                .min(Comparator.comparing(Study::next));
    }

    /** The place from which nothing is missed. */
    Position place(Position reached) {
        Position place = reached;
        for (Study study : studies.values()) {
            place = earlier(place, study.before());
        }
        return place;
    }

    private static Position earlier(Position one, Position other) {
        return other.seq() < one.seq() ? other : one;
    }
}
