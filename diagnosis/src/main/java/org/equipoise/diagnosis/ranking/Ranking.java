package org.equipoise.diagnosis.ranking;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;

/**
 * The causes by their probability given the evidence. What was not measured says nothing.
 *
 * @param causes every cause that is told apart, the most probable first
 * @param findings what was measured, and what it speaks for and against; what speaks loudest about the first cause
 *     comes first
 */
public record Ranking(List<Ranked> causes, List<Finding> findings) {

    /** Above this probability a cause is named alone. */
    public static final double SURE = 0.5;

    /** A cause below this probability is not named. */
    public static final double WORTH_NAMING = 0.1;

    /** A measure that moves a cause's share by less speaks neither for nor against it. */
    private static final double WORTH_SAYING = 0.02;

    /**
     * A cause with its probability.
     *
     * @param probability in [0, 1]; those of all causes sum to 1
     */
    public record Ranked(Cause cause, double probability) {}

    /**
     * A number that was measured and what it says.
     *
     * @param support of each cause: what the questions about this measure added to its share, in [-1, 1]
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
    public static Ranking of(Forest forest, Evidence evidence) {
        List<Ranked> causes = forest.probabilities(evidence).entrySet().stream()
                .map(entry -> new Ranked(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingDouble(ranked -> -ranked.probability()))
                .toList();
        Cause first = causes.get(0).cause();
        Map<Measure, Map<Cause, Double>> support = forest.contributions(evidence);
        List<Finding> findings = evidence.known().stream()
                .map(measure -> new Finding(
                        measure, evidence.value(measure).orElseThrow(), support.getOrDefault(measure, Map.of())))
                .sorted(Comparator.comparingDouble(
                        finding -> -Math.abs(finding.support().getOrDefault(first, 0.0))))
                .toList();
        return new Ranking(causes, findings);
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
