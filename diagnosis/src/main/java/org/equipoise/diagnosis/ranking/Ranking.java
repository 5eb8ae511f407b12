package org.equipoise.diagnosis.ranking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;

/**
 * The causes by their probability given the evidence: a weighted naive Bayes classifier, whose weights make up for
 * measures that repeat each other. What was not measured says nothing.
 *
 * @param causes every cause that is told apart, the most probable first
 * @param findings what was measured, and what it speaks for and against; what speaks loudest about the first cause
 *     comes first
 * @see <a href="https://doi.org/10.1023/A:1007413511361">Domingos and Pazzani, Machine Learning 1997</a>
 */
public record Ranking(List<Ranked> causes, List<Finding> findings) {

    /** Above this probability a cause is named alone. */
    public static final double SURE = 0.5;

    /** A cause below this probability is not named. */
    public static final double WORTH_NAMING = 0.1;

    /** Below this ratio of likelihoods a measure speaks neither for nor against a cause: {@code log(1.5)}, nats. */
    private static final double WORTH_SAYING = Math.log(1.5);

    /**
     * A cause with its probability.
     *
     * @param probability in [0, 1]; those of all causes sum to 1
     */
    public record Ranked(Cause cause, double probability) {}

    /**
     * A number that was measured and what it says.
     *
     * @param support of each cause: the logarithm of how much more probable such a value is under it than without it,
     *     as weighed, nats
     */
    public record Finding(Measure measure, double value, Map<Cause, Double> support) {

        /** Causes that it speaks for, the loudest first. */
        public List<Cause> speaksFor() {
            return loudest(1);
        }

        /** Causes that it speaks against, the loudest first. */
        public List<Cause> speaksAgainst() {
            return loudest(-1);
        }

        private List<Cause> loudest(int sign) {
            return support.entrySet().stream()
                    .filter(entry -> sign * entry.getValue() >= WORTH_SAYING)
                    .sorted(Comparator.comparingDouble(entry -> -sign * entry.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    public Ranking {
        causes = List.copyOf(causes);
        findings = List.copyOf(findings);
    }

    /** Ranks the causes. */
    public static Ranking of(Likelihoods likelihoods, Evidence evidence) {
        Map<Cause, Double> scores = new EnumMap<>(Cause.class);
        likelihoods.prior().forEach((cause, prior) -> scores.put(cause, Math.log(prior)));
        List<Finding> findings = new ArrayList<>();
        for (Measure measure : evidence.known()) {
            Likelihoods.Ranges ranges = likelihoods.measures().get(measure);
            if (ranges != null) {
                double value = evidence.value(measure).orElseThrow();
                scores.replaceAll((cause, score) -> score + ranges.score(value, cause));
                findings.add(new Finding(measure, value, support(likelihoods.prior(), ranges, value)));
            }
        }
        List<Ranked> causes = probabilities(scores).entrySet().stream()
                .map(entry -> new Ranked(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingDouble(ranked -> -ranked.probability()))
                .toList();
        if (!causes.isEmpty()) {
            Cause first = causes.get(0).cause();
            findings.sort(Comparator.comparingDouble(
                    finding -> -Math.abs(finding.support().getOrDefault(first, 0.0))));
        }
        return new Ranking(causes, findings);
    }

    private static Map<Cause, Double> support(Map<Cause, Double> prior, Likelihoods.Ranges ranges, double value) {
        Map<Cause, Double> support = new EnumMap<>(Cause.class);
        int range = ranges.range(value);
        prior.keySet().forEach(cause -> {
            double with = ranges.probability(cause, range);
            double others = 0;
            double mass = 0;
            for (Map.Entry<Cause, Double> other : prior.entrySet()) {
                if (other.getKey() != cause) {
                    others += other.getValue() * ranges.probability(other.getKey(), range);
                    mass += other.getValue();
                }
            }
            support.put(cause, mass == 0 ? 0 : ranges.weight() * Math.log(with / (others / mass)));
        });
        return support;
    }

    private static Map<Cause, Double> probabilities(Map<Cause, Double> scores) {
        double largest =
                scores.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        Map<Cause, Double> weights = new EnumMap<>(Cause.class);
        scores.forEach((cause, score) -> weights.put(cause, Math.exp(score - largest)));
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        weights.replaceAll((cause, weight) -> weight / sum);
        return weights;
    }

    /** The probability of a cause, 0 for one that is not told apart. */
    public double probability(Cause cause) {
        return causes.stream()
                .filter(ranked -> ranked.cause() == cause)
                .mapToDouble(Ranked::probability)
                .findFirst()
                .orElse(0);
    }

    /** The most probable cause, where it is more probable than all others together. */
    public Optional<Cause> sure() {
        return causes.stream()
                .findFirst()
                .filter(first -> first.probability() > SURE)
                .map(Ranked::cause);
    }

    /** The causes that are probable enough to be named, the most probable first; none where nothing is known. */
    public List<Ranked> named() {
        return causes.stream()
                .filter(ranked -> ranked.probability() >= WORTH_NAMING)
                .toList();
    }
}
