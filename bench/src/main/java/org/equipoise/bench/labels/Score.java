package org.equipoise.bench.labels;

import java.util.List;

/**
 * How well a ranking found the errors, all in [0, 1].
 *
 * @param precisionAtErrors share of wrong labels among the first E, E being the true number of errors
 * @param recall share of the errors among the suspects, as many as the method itself estimates
 * @param f1 harmonic mean of the suspects' precision and recall
 * @param estimate share of wrong labels as estimated
 */
record Score(double precisionAtErrors, double recall, double f1, double estimate) {

    /**
     * Scores a ranking.
     *
     * @param ranked image indices, most suspicious first
     * @param suspects how many of them the method calls wrong
     */
    static Score of(int[] ranked, int suspects, double estimate, boolean[] wrong) {
        int errors = 0;
        for (boolean w : wrong) {
            errors += w ? 1 : 0;
        }
        if (errors == 0) {
            throw new IllegalArgumentException("no label is wrong: there is nothing to find");
        }
        int hits = hits(ranked, suspects, wrong);
        return new Score(
                hits(ranked, errors, wrong) / (double) errors,
                hits / (double) errors,
                2.0 * hits / (suspects + errors),
                estimate);
    }

    /** The mean of each. */
    static Score mean(List<Score> scores) {
        return new Score(
                scores.stream().mapToDouble(Score::precisionAtErrors).average().orElseThrow(),
                scores.stream().mapToDouble(Score::recall).average().orElseThrow(),
                scores.stream().mapToDouble(Score::f1).average().orElseThrow(),
                scores.stream().mapToDouble(Score::estimate).average().orElseThrow());
    }

    private static int hits(int[] ranked, int first, boolean[] wrong) {
        int hits = 0;
        for (int i = 0; i < first; i++) {
            hits += wrong[ranked[i]] ? 1 : 0;
        }
        return hits;
    }
}
