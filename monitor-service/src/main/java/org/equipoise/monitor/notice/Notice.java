package org.equipoise.monitor.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.State;
import org.jspecify.annotations.Nullable;

/**
 * What the receiver was told of one alert, and has still to be told. It is told when an alert fires, when a firing one
 * is explained otherwise, and when it is over; only of the last change, if others came while it could not be reached.
 *
 * @param alert its last change, firing or resolved
 * @param told the change that the receiver has taken last; absent before the first
 * @param since when this change was first to be told
 * @param attempts that failed for this change
 * @param next not before then is it tried (again)
 */
public record Notice(AlertChanged alert, @Nullable String told, Instant since, int attempts, Instant next) {

    /** Between two attempts there are one second, two, four, and so on, up to this. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** The end of an alert that could not be told for so long is a dead letter. A firing one is told for ever. */
    static final Duration GIVE_UP = Duration.ofHours(24);

    /** What is to be told after a change, if anything. A suspicion is not. */
    public static Optional<Notice> after(@Nullable Notice known, AlertChanged change, Instant now) {
        if (change.state() == State.PENDING || (change.state() == State.RESOLVED && known == null)) {
            return Optional.ofNullable(known);
        }
        return Optional.of(new Notice(change, known == null ? null : known.told, now, 0, now));
    }

    /** Whether the last change is still to be told. */
    public boolean waiting() {
        return !alert.changeId().equals(told);
    }

    /** Whether it is time to try. */
    public boolean due(Instant now) {
        return waiting() && !now.isBefore(next);
    }

    /** Whether nobody is to be told: it began and ended while the alert was silenced. */
    public boolean needless(boolean silenced) {
        return silenced && alert.state() == State.RESOLVED && told == null;
    }

    /** Whether it has been tried for long enough. */
    public boolean hopeless(Instant now) {
        return waiting() && alert.state() == State.RESOLVED && !now.isBefore(since.plus(GIVE_UP));
    }

    /** The receiver has taken that change; nothing is left when the alert is over. */
    public Optional<Notice> delivered(String changeId) {
        return alert.state() == State.RESOLVED && alert.changeId().equals(changeId)
                ? Optional.empty()
                : Optional.of(new Notice(alert, changeId, since, 0, next));
    }

    /** The receiver has not taken that change; a newer one is tried at once. */
    public Notice failed(String changeId, Instant now) {
        if (!alert.changeId().equals(changeId)) {
            return this;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(attempts, 30));
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        return new Notice(alert, told, since, attempts + 1, now.plus(pause));
    }
}
