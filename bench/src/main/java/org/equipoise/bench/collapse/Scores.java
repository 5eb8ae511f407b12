package org.equipoise.bench.collapse;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.equipoise.diagnosis.cause.Cause;

/**
 * How good diagnoses are. Each number is in [0, 1] and empty where there is no run to count.
 *
 * @param runs with one cause, the healthy ones among them
 * @param harmed runs with one cause that is not healthy, and that did harm
 * @param detection share of the harmed runs, those with two causes among them, that are not called healthy
 * @param falseAlarms share of the healthy runs that are not called healthy
 * @param top1 share of the runs with one cause whose first guess is right, mean over the causes
 * @param top3 the same of the first three guesses
 * @param harmedTop1 {@code top1} of the harmed and the healthy runs
 * @param calibrationError mean distance of the first guess's probability from its being right, in ten bins
 * @param bothFound share of the runs with two causes whose first three guesses have both
 * @param firstRight share of the runs with two causes whose first guess is one of them
 * @param seconds median time of an examination
 */
record Scores(
        int runs,
        int harmed,
        int doubles,
        OptionalDouble detection,
        OptionalDouble falseAlarms,
        OptionalDouble top1,
        OptionalDouble top3,
        OptionalDouble harmedTop1,
        OptionalDouble calibrationError,
        OptionalDouble bothFound,
        OptionalDouble firstRight,
        OptionalDouble seconds) {

    private static final int BINS = 10;
    private static final int FIRST = 3;

    /** Counts; {@code truth} says which runs were harmed. */
    static Scores of(List<Judgement> judged, Truth truth) {
        List<Judgement> single = judged.stream()
                .filter(j -> j.row().run().injections().size() == 1)
                .toList();
        List<Judgement> twice = judged.stream()
                .filter(j -> j.row().run().injections().size() > 1)
                .toList();
        Predicate<Judgement> healthy = j -> j.row().run().causes().contains(Cause.HEALTHY);
        Predicate<Judgement> harmed = j -> !healthy.test(j) && truth.harmed(j.row());
        return new Scores(
                single.size(),
                (int) single.stream().filter(harmed).count(),
                twice.size(),
                share(judged.stream().filter(harmed).toList(), j -> !j.saysHealthy()),
                share(single.stream().filter(healthy).toList(), j -> !j.saysHealthy()),
                macro(single, j -> j.hit(1)),
                macro(single, j -> j.hit(FIRST)),
                macro(single.stream().filter(healthy.or(harmed)).toList(), j -> j.hit(1)),
                calibrationError(single),
                share(twice, j -> j.hitAll(FIRST)),
                share(twice, j -> j.hit(1)),
                median(judged.stream()
                        .mapToDouble(j -> j.row().diagnosisSeconds())
                        .toArray()));
    }

    private static OptionalDouble share(List<Judgement> of, Predicate<Judgement> right) {
        return of.stream().mapToDouble(j -> right.test(j) ? 1 : 0).average();
    }

    /** Mean over the injected causes of their shares: rare causes count as much as frequent ones. */
    static OptionalDouble macro(List<Judgement> of, Predicate<Judgement> right) {
        return byCause(of).values().stream()
                .mapToDouble(some -> share(some, right).orElseThrow())
                .average();
    }

    /** Runs with one cause by that cause. */
    static Map<Cause, List<Judgement>> byCause(List<Judgement> single) {
        return single.stream()
                .collect(Collectors.groupingBy(
                        j -> j.row().run().injections().get(0).cause(), TreeMap::new, Collectors.toList()));
    }

    /** Expected calibration error of the first guess, bins of equal width: Guo et al., ICML 2017, arXiv:1706.04599. */
    static OptionalDouble calibrationError(List<Judgement> judged) {
        if (judged.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] sure = new double[BINS];
        double[] right = new double[BINS];
        for (Judgement j : judged) {
            double probability = j.guesses().get(0).probability();
            int bin = Math.min(BINS - 1, (int) (probability * BINS));
            sure[bin] += probability;
            right[bin] += j.hit(1) ? 1 : 0;
        }
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(sure[bin] - right[bin]) / judged.size();
        }
        return OptionalDouble.of(error);
    }

    /** Middle value, or the mean of the two; empty of none. */
    static OptionalDouble median(double[] values) {
        Arrays.sort(values);
        int n = values.length;
        return n == 0 ? OptionalDouble.empty() : OptionalDouble.of((values[(n - 1) / 2] + values[n / 2]) / 2);
    }
}
