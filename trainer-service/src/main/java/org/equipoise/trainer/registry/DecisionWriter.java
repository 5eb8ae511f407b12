package org.equipoise.trainer.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.equipoise.common.events.ModelDecided;

/**
 * The one place that writes decisions about a model, one at a time: each is made from the log as it is at that moment,
 * so that a refusal which took a minute to reach cannot bring back a champion that was rolled back meanwhile. Two
 * processes take turns: who was overtaken waits a little and decides again, from a log that holds the other's decision.
 * What takes long, such as loading a model, is done before a turn, and in it only looked at whether it still holds.
 *
 * <p>Times increase along the log of a model even when the clocks of two trainers differ, because readers keep the
 * latest.
 */
public final class DecisionWriter {

    private final CurrentDecisions decisions;
    private final RegistryEvents events;
    private final Clock clock;
    private final TurnPauses pauses;

    public DecisionWriter(CurrentDecisions decisions, RegistryEvents events, Clock clock, TurnPauses pauses) {
        this.decisions = decisions;
        this.events = events;
        this.clock = clock;
        this.pauses = pauses;
    }

    /** Makes the next decision of a model, or none. */
    @FunctionalInterface
    public interface Step {

        /**
         * Decides from the log as it is now, and does not take long: until it is through, others can overtake it.
         *
         * @param last the last decision about the model
         * @param now the time that a decision made now must carry
         * @return the decision to publish; it is published again if this process dies before the broker has it, and
         *     made again if another process overtakes this one, so all that is stored here must be repeatable
         */
        Optional<ModelDecided> next(Optional<ModelDecided> last, Instant now);
    }

    /**
     * Reads the log to its end, asks for the next decision, and publishes it.
     *
     * @throws OvertakenException if others decide about the model all the time; nothing was published, and the same may
     *     be tried again later
     */
    public Optional<ModelDecided> write(String model, Step step) {
        for (int overtaken = 1; ; overtaken++) {
            try {
                return inTurn(model, step);
            } catch (OvertakenException e) {
                if (overtaken >= pauses.most()) {
                    throw new OvertakenException(
                            "others decided about " + model + " in each of " + overtaken + " turns: try it again", e);
                }
                pause(pauses.next(overtaken), e);
            }
        }
    }

    private static void pause(Duration wait, OvertakenException why) {
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw why;
        }
    }

    /** Within this process one at a time, so that it does not overtake itself. */
    private synchronized Optional<ModelDecided> inTurn(String model, Step step) {
        try (RegistryEvents.Turn turn = events.turn(model)) {
            return write(model, step, turn);
        }
    }

    private Optional<ModelDecided> write(String model, Step step, RegistryEvents.Turn turn) {
        DecisionLog log = decisions.read();
        Optional<ModelDecided> last = log.last(model);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant earliest =
                last.map(decided -> decided.decidedAt().plusMillis(1)).orElse(now);
        Optional<ModelDecided> next = step.next(last, now.isBefore(earliest) ? earliest : now);
        next.ifPresent(decided -> {
            turn.decided(decided);
            log.apply(decided);
        });
        return next;
    }
}
