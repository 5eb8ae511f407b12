package org.equipoise.trainer.training;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** What a step takes, by a few that are taken for it. */
final class StepTimes {

    private StepTimes() {}

    /**
     * The median in seconds: a mean would be the slowest step's.
     *
     * @param untimed steps before, which allocate
     */
    static double median(Clock clock, int untimed, int timed, IntConsumer step) {
        List<Double> seconds = new ArrayList<>();
        Instant mark = clock.instant();
        for (int i = 0; i < untimed + timed; i++) {
            step.accept(i);
            Instant done = clock.instant();
            if (i >= untimed) {
                seconds.add(Duration.between(mark, done).toNanos() / 1e9);
            }
            mark = done;
        }
        return seconds.stream().sorted().toList().get(timed / 2);
    }
}
