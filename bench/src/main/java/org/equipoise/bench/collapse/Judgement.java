package org.equipoise.bench.collapse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.ranking.Ranking.Ranked;

/**
 * A run beside what was said of it.
 *
 * @param truth causes that are right, see {@link Truth}
 * @param guesses the most probable first; causes that count as one are one guess
 */
record Judgement(RunRow row, Set<Cause> truth, List<Guess> guesses) {

    /**
     * Causes that count as one.
     *
     * @param probability that one of them is at work, in [0, 1]
     */
    record Guess(Set<Cause> causes, double probability) {}

    Judgement {
        guesses = List.copyOf(guesses);
    }

    /** Puts causes that count as one together. */
    static List<Guess> merged(Collection<Ranked> ranked) {
        Map<Set<Cause>, Double> merged = new LinkedHashMap<>();
        ranked.forEach(r -> merged.merge(SameCauses.as(r.cause()), r.probability(), Double::sum));
        List<Guess> guesses = new ArrayList<>();
        merged.forEach((causes, probability) -> guesses.add(new Guess(causes, probability)));
        guesses.sort(Comparator.comparingDouble(guess -> -guess.probability()));
        return guesses;
    }

    /** Whether a right cause is among the first so many guesses. */
    boolean hit(int first) {
        return guesses.stream()
                .limit(first)
                .anyMatch(guess -> guess.causes().stream().anyMatch(truth::contains));
    }

    /** Whether every injected cause is among the first so many guesses. */
    boolean hitAll(int first) {
        return row.run().causes().stream()
                .allMatch(cause -> guesses.stream()
                        .limit(first)
                        .anyMatch(guess -> guess.causes().contains(cause)));
    }

    /** Whether the first guess is that nothing is wrong. */
    boolean saysHealthy() {
        return guesses.get(0).causes().contains(Cause.HEALTHY);
    }
}
