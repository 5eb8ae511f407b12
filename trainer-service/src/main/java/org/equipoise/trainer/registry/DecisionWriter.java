package org.equipoise.trainer.registry;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.equipoise.common.events.ModelDecided;

/**
 * The one place that writes decisions about a model, one at a time: each is made from the log as it is at that moment,
 * so that a refusal which took a minute to reach cannot bring back a champion that was rolled back meanwhile. Two
 * processes take turns: who was overtaken decides again, from a log that holds the other's decision.
 *
 * <p>Times increase along the log of a model even when the clocks of two trainers differ, because readers keep the
 * latest.
 */
public final class DecisionWriter {

    private final CurrentDecisions decisions;
    private final RegistryEvents events;
    private final Clock clock;

    public DecisionWriter(CurrentDecisions decisions, RegistryEvents events, Clock clock) {
        this.decisions = decisions;
        this.events = events;
        this.clock = clock;
    }

    /** Makes the next decision of a model, or none. */
    @FunctionalInterface
    public interface Step {

        /**
         * Decides from the log as it is now.
         *
         * @param last the last decision about the model
         * @param now the time that a decision made now must carry
         * @return the decision to publish; it is published again if this process dies before the broker has it, and
         *     made again if another process overtakes this one, so all that is stored here must be repeatable
         */
        Optional<ModelDecided> next(Optional<ModelDecided> last, Instant now);
    }

    /** Reads the log to its end, asks for the next decision, and publishes it. */
    public synchronized Optional<ModelDecided> write(String model, Step step) {
        while (true) {
            try (RegistryEvents.Turn turn = events.turn(model)) {
                return write(model, step, turn);
            } catch (OvertakenException overtaken) {
                continue;
            }
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
