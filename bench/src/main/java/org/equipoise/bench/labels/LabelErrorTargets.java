package org.equipoise.bench.labels;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * The least mean P@#errors that is aimed at, in [0, 1]: what a trial with k-means features and 5-fold out-of-fold
 * probabilities reached before this examination was written.
 */
final class LabelErrorTargets {

    private static final Map<String, Map<Injection, Double>> BY_SET = Map.of(
            "pneumoniamnist",
            Map.of(
                    new Injection(true, 0.1), 0.886,
                    new Injection(true, 0.2), 0.864,
                    new Injection(true, 0.4), 0.684,
                    new Injection(false, 0.2), 0.583,
                    new Injection(false, 0.4), 0.478),
            "breastmnist",
            Map.of(
                    new Injection(true, 0.2), 0.566,
                    new Injection(false, 0.4), 0.155));

    private LabelErrorTargets() {}

    /** Empty where nothing is aimed at. */
    static OptionalDouble precisionAtErrors(String set, Injection injection) {
        Double least = BY_SET.getOrDefault(set, Map.of()).get(injection);
        return least == null ? OptionalDouble.empty() : OptionalDouble.of(least);
    }
}
