package org.equipoise.diagnosis.ranking;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Measure;

/**
 * How probable each result of a measure is under each cause: the numbers behind every diagnosis.
 *
 * @param prior of each cause that is told apart, summing to 1
 * @param measures those that say something
 */
public record Likelihoods(Map<Cause, Double> prior, Map<Measure, Ranges> measures) {

    /** Numbers in a file are rounded. */
    private static final double TOLERANCE = 1e-3;

    /**
     * Ranges of one measure's values.
     *
     * @param weight at least 0; below 1 because measures repeat each other
     * @param upTo upper ends of all ranges but the last, which has none; ascending, each end belongs to its range
     * @param probabilities of each range, from the lowest on, under each cause
     */
    public record Ranges(double weight, List<Double> upTo, Map<Cause, List<Double>> probabilities) {

        public Ranges {
            upTo = List.copyOf(upTo);
            var byCause = new EnumMap<Cause, List<Double>>(Cause.class);
            byCause.putAll(probabilities);
            probabilities = Collections.unmodifiableMap(byCause);
            if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a weight must be at least 0 and finite, got " + weight);
            }
            for (int i = 1; i < upTo.size(); i++) {
                if (!(upTo.get(i - 1) < upTo.get(i))) {
                    throw new IllegalArgumentException("ranges must ascend, got " + upTo);
                }
            }
            int ranges = upTo.size() + 1;
            probabilities.forEach((cause, row) -> {
                double sum = row.stream().mapToDouble(Double::doubleValue).sum();
                if (row.size() != ranges || row.stream().anyMatch(p -> !(p > 0)) || Math.abs(sum - 1) > TOLERANCE) {
                    throw new IllegalArgumentException(
                            cause.wireName() + " needs " + ranges + " probabilities above 0 that sum to 1, got " + row);
                }
            });
        }

        /** The range that a value lies in, from 0. */
        public int range(double value) {
            int range = 0;
            while (range < upTo.size() && value > upTo.get(range)) {
                range++;
            }
            return range;
        }

        /**
         * The probability of a range under a cause.
         *
         * @throws IllegalArgumentException if the cause is not among those that are told apart
         */
        public double probability(Cause cause, int range) {
            List<Double> row = probabilities.get(cause);
            if (row == null) {
                throw new IllegalArgumentException("nothing is known of " + cause.wireName());
            }
            return row.get(range);
        }

        /** Logarithm of the probability of a value's range under a cause, times the weight, nats. */
        double score(double value, Cause cause) {
            return weight * Math.log(probability(cause, range(value)));
        }
    }

    public Likelihoods {
        var causes = new EnumMap<Cause, Double>(Cause.class);
        causes.putAll(prior);
        prior = Collections.unmodifiableMap(causes);
        var byMeasure = new EnumMap<Measure, Ranges>(Measure.class);
        byMeasure.putAll(measures);
        measures = Collections.unmodifiableMap(byMeasure);
        measures.forEach((measure, ranges) -> {
            if (!ranges.probabilities().keySet().equals(causes.keySet())) {
                throw new IllegalArgumentException(measure.wireName() + " needs probabilities of the causes "
                        + causes.keySet() + ", got those of "
                        + ranges.probabilities().keySet());
            }
        });
        double sum = prior.values().stream().mapToDouble(Double::doubleValue).sum();
        if (prior.values().stream().anyMatch(p -> !(p > 0)) || Math.abs(sum - 1) > TOLERANCE) {
            throw new IllegalArgumentException("the causes need probabilities above 0 that sum to 1, got " + prior);
        }
    }
}
