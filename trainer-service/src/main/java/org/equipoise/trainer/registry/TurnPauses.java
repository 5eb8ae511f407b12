package org.equipoise.trainer.registry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a writer waits that was overtaken in its turn. Two that begin again at once overtake each other for ever, if
 * a turn takes longer than to begin one; so each waits for a random time, on average longer from time to time, until
 * one of them is through before the other begins (exponential backoff with full jitter, as Ethernet's stations do).
 *
 * @param random of this process: two that draw the same numbers would go on overtaking each other
 * @param first the most to wait after the first time; doubled after each further one
 * @param longest the most to wait at all
 * @param most turns, at least 1; who was overtaken in all of them gives up
 */
public record TurnPauses(RandomGenerator random, Duration first, Duration longest, int most) {

    public TurnPauses {
        if (first.isNegative() || longest.compareTo(first) < 0 || most < 1) {
            throw new IllegalArgumentException(
                    "need 0 <= first <= longest and a turn, got " + first + ", " + longest + ", " + most);
        }
    }

    /** Two writers with turns of 300 ms are through in a few seconds; who gives up has waited for about a minute. */
    public static TurnPauses of(RandomGenerator random) {
        return new TurnPauses(random, Duration.ofMillis(400), Duration.ofSeconds(8), 20);
    }

    /**
     * The next wait.
     *
     * @param overtaken how often in a row, at least 1
     */
    Duration next(int overtaken) {
        long ceiling = first.toMillis();
        for (int doubling = 1; doubling < overtaken && ceiling < longest.toMillis(); doubling++) {
            ceiling *= 2;
        }
        return Duration.ofMillis(random.nextLong(Math.min(ceiling, longest.toMillis()) + 1));
    }
}
