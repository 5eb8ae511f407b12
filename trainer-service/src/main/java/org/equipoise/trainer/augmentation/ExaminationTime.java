package org.equipoise.trainer.augmentation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.RunInterruptedException;

/** How long an examination may take, from its beginning: a run waits for it. */
final class ExaminationTime {

    private static final Duration WHERE_NONE_IS_GIVEN = Duration.ofSeconds(60);

    /** Of the time that a run was given. */
    private static final double SHARE = 0.08;

    private final Clock clock;
    private final Duration limit;
    private final Instant end;

    private ExaminationTime(Clock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
        end = clock.instant().plus(limit);
    }

    /** Begins now. */
    static ExaminationTime of(Recipe recipe, Clock clock) {
        double minutes = recipe.schedule().minutes();
        return new ExaminationTime(
                clock, minutes > 0 ? Duration.ofMillis((long) (SHARE * minutes * 60_000)) : WHERE_NONE_IS_GIVEN);
    }

    /** What is left, 0 where nothing is. */
    Duration left() {
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Asked after each step.
     *
     * @throws RunInterruptedException if the service is stopping
     * @throws RunFailedException if the time is over
     */
    void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new RunInterruptedException("stopped while the augmentation was examined");
        }
        if (left().isZero()) {
            throw new RunFailedException("no time within " + limit.toSeconds() + " s");
        }
    }
}
