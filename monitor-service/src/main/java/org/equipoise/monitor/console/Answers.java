package org.equipoise.monitor.console;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.equipoise.common.events.LabelSubmitted;

/**
 * What readers said, by the ids of its events: an answer that is sent again is the same event. The ids are in the log,
 * so that a restart and other instances know them, too. Thread-safe.
 */
public final class Answers {

    /** Older ones are forgotten: a page sends what was not acknowledged at once, or when it is opened again. */
    static final int MOST = 10_000;

    /** A record may bring any id with it; longer ones are not ours. */
    private static final int LONGEST_ID = 2048;

    private final Map<String, Answer> answers = new Bounded<>(MOST);

    /**
     * What a reader said.
     *
     * @param stored whether the brokers have it, as far as is known
     */
    public record Answer(LabelSubmitted event, boolean stored) {}

    /** What was said under this id. */
    public synchronized Optional<Answer> find(String eventId) {
        return Optional.ofNullable(answers.get(eventId));
    }

    /** What is said under this id: what was begun under it before, else what {@code event} makes of it. */
    public synchronized Answer begin(String eventId, Supplier<LabelSubmitted> event) {
        return answers.computeIfAbsent(eventId, id -> new Answer(event.get(), false));
    }

    /** The log has it. */
    public synchronized void stored(String eventId, LabelSubmitted event) {
        boolean ours = !eventId.isEmpty() && eventId.length() <= LONGEST_ID;
        if (ours && !LabelSubmitted.isSource(event.annotator())) {
            answers.put(eventId, new Answer(event, true));
        }
    }
}
