package org.equipoise.diagnosis.ranking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;

/**
 * Learns {@link Likelihoods} from runs whose causes are known. Ranges end where a cut tells most ({@link Cuts});
 * probabilities are counts smoothed towards those of all causes together; the weights are those under which the true
 * causes of runs that the counts did not see are most probable, found by gradient ascent (the objective is concave).
 */
public final class Learning {

    /** Runs that what all causes have in common counts for. */
    private static final double SMOOTHING = 2;

    private static final int STEPS = 400;
    private static final double RATE = 0.05;
    private static final double START = 0.5;

    private Learning() {}

    /**
     * A run whose causes are known.
     *
     * @param causes at least one; more where they are the same thing, or where several were at work
     * @param group runs of one group are alike, e.g. by dataset, network and seed: weights are learnt from groups that
     *     the counts did not see
     */
    public record KnownRun(Set<Cause> causes, Evidence evidence, String group) {

        public KnownRun {
            causes = Set.copyOf(causes);
            if (causes.isEmpty()) {
                throw new IllegalArgumentException("a run needs a cause");
            }
        }
    }

    /**
     * Learns from runs of at least two groups.
     *
     * @throws IllegalArgumentException if all runs are of one group
     */
    public static Likelihoods from(Collection<KnownRun> runs) {
        Set<String> groups = runs.stream().map(KnownRun::group).collect(Collectors.toCollection(TreeSet::new));
        if (groups.size() < 2) {
            throw new IllegalArgumentException("need runs of at least two groups, got " + groups);
        }
        Set<Cause> causes = causes(runs);
        Map<Measure, List<Double>> edges = edges(runs);
        Map<Measure, Double> even = new EnumMap<>(Measure.class);
        edges.keySet().forEach(measure -> even.put(measure, 1.0));
        List<Held> held = new ArrayList<>();
        for (String group : groups) {
            List<KnownRun> seen =
                    runs.stream().filter(run -> !run.group().equals(group)).toList();
            Likelihoods counted = counted(seen, causes, edges, even);
            runs.stream().filter(run -> run.group().equals(group)).forEach(run -> held.add(Held.of(run, counted)));
        }
        return counted(runs, causes, edges, weights(held, List.copyOf(edges.keySet())));
    }

    private static Set<Cause> causes(Collection<KnownRun> runs) {
        Set<Cause> causes = new LinkedHashSet<>();
        Arrays.stream(Cause.values())
                .filter(cause -> runs.stream().anyMatch(run -> run.causes().contains(cause)))
                .forEach(causes::add);
        return causes;
    }

    private static Map<Measure, List<Double>> edges(Collection<KnownRun> runs) {
        Map<Measure, List<Double>> edges = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            List<Cuts.Known> values = new ArrayList<>();
            for (KnownRun run : runs) {
                run.evidence().value(measure).ifPresent(value -> values.add(new Cuts.Known(value, run.causes())));
            }
            List<Double> ends = Cuts.of(values);
            if (!ends.isEmpty()) {
                edges.put(measure, ends);
            }
        }
        return edges;
    }

    private static Likelihoods counted(
            Collection<KnownRun> runs,
            Set<Cause> causes,
            Map<Measure, List<Double>> edges,
            Map<Measure, Double> weights) {
        Map<Cause, Double> prior = new EnumMap<>(Cause.class);
        causes.forEach(cause -> prior.put(cause, 1.0 / causes.size()));
        Map<Measure, Likelihoods.Ranges> measures = new EnumMap<>(Measure.class);
        edges.forEach((measure, ends) -> {
            var places = new Likelihoods.Ranges(1, ends, Map.of(Cause.HEALTHY, even(ends.size() + 1)));
            Map<Cause, double[]> counts = new EnumMap<>(Cause.class);
            causes.forEach(cause -> counts.put(cause, new double[ends.size() + 1]));
            double[] all = new double[ends.size() + 1];
            Arrays.fill(all, 1e-3);
            for (KnownRun run : runs) {
                run.evidence().value(measure).ifPresent(value -> {
                    int range = places.range(value);
                    all[range]++;
                    run.causes().stream()
                            .filter(causes::contains)
                            .forEach(cause -> Objects.requireNonNull(counts.get(cause))[range] +=
                                    1.0 / run.causes().size());
                });
            }
            double total = Arrays.stream(all).sum();
            Map<Cause, List<Double>> probabilities = new EnumMap<>(Cause.class);
            counts.forEach((cause, count) -> {
                double of = Arrays.stream(count).sum();
                probabilities.put(
                        cause,
                        IntStream.range(0, count.length)
                                .mapToObj(i -> (count[i] + SMOOTHING * all[i] / total) / (of + SMOOTHING))
                                .toList());
            });
            double weight = weights.getOrDefault(measure, 0.0);
            if (weight > 0) {
                measures.put(measure, new Likelihoods.Ranges(weight, ends, probabilities));
            }
        });
        return new Likelihoods(prior, measures);
    }

    private static List<Double> even(int size) {
        return Collections.nCopies(size, 1.0 / size);
    }

    /** A run with what counts that did not see it say. */
    private static final class Held {

        private final boolean[] truth;
        private final Map<Measure, double[]> logarithms;

        /** @param logarithms of the likelihood of each cause by measure, nats */
        private Held(boolean[] truth, Map<Measure, double[]> logarithms) {
            this.truth = truth;
            this.logarithms = logarithms;
        }

        static Held of(KnownRun run, Likelihoods counted) {
            List<Cause> causes = List.copyOf(counted.prior().keySet());
            boolean[] truth = new boolean[causes.size()];
            for (int c = 0; c < truth.length; c++) {
                truth[c] = run.causes().contains(causes.get(c));
            }
            Map<Measure, double[]> logarithms = new EnumMap<>(Measure.class);
            counted.measures()
                    .forEach((measure, ranges) -> run.evidence()
                            .value(measure)
                            .ifPresent(value -> logarithms.put(
                                    measure,
                                    causes.stream()
                                            .mapToDouble(cause -> ranges.score(value, cause))
                                            .toArray())));
            return new Held(truth, logarithms);
        }
    }

    /** Weights at least 0 under which the true causes, together, are most probable. */
    private static Map<Measure, Double> weights(List<Held> runs, List<Measure> measures) {
        double[] weights = new double[measures.size()];
        Arrays.fill(weights, START);
        double[] speed = new double[weights.length];
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[weights.length];
            for (Held run : runs) {
                if (any(run.truth)) {
                    add(gradient, run, weights, measures);
                }
            }
            for (int m = 0; m < weights.length; m++) {
                speed[m] += gradient[m] * gradient[m] / runs.size() / runs.size();
                weights[m] = Math.max(
                        0, weights[m] + RATE * gradient[m] / runs.size() / Math.sqrt(speed[m] / (step + 1) + 1e-8));
            }
        }
        Map<Measure, Double> found = new EnumMap<>(Measure.class);
        for (int m = 0; m < weights.length; m++) {
            found.put(measures.get(m), weights[m]);
        }
        return found;
    }

    private static boolean any(boolean[] flags) {
        for (boolean flag : flags) {
            if (flag) {
                return true;
            }
        }
        return false;
    }

    /** Adds the gradient of the logarithm of the true causes' probability. */
    private static void add(double[] gradient, Held run, double[] weights, List<Measure> measures) {
        int causes = run.truth.length;
        double[] scores = new double[causes];
        for (int m = 0; m < weights.length; m++) {
            double[] logarithms = run.logarithms.get(measures.get(m));
            for (int c = 0; logarithms != null && c < causes; c++) {
                scores[c] += weights[m] * logarithms[c];
            }
        }
        double[] all = softmax(scores, null);
        double[] ofTrue = softmax(scores, run.truth);
        for (int m = 0; m < weights.length; m++) {
            double[] logarithms = run.logarithms.get(measures.get(m));
            for (int c = 0; logarithms != null && c < causes; c++) {
                gradient[m] += (ofTrue[c] - all[c]) * logarithms[c];
            }
        }
    }

    /** @param among those that count; null for all */
    private static double[] softmax(double[] scores, boolean @org.jspecify.annotations.Nullable [] among) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < scores.length; c++) {
            largest = among == null || among[c] ? Math.max(largest, scores[c]) : largest;
        }
        double[] probabilities = new double[scores.length];
        double sum = 0;
        for (int c = 0; c < scores.length; c++) {
            probabilities[c] = among == null || among[c] ? Math.exp(scores[c] - largest) : 0;
            sum += probabilities[c];
        }
        for (int c = 0; c < scores.length; c++) {
            probabilities[c] /= sum;
        }
        return probabilities;
    }
}
