package org.equipoise.bench.quality;

import java.util.List;
import java.util.Locale;

/**
 * Mean and sample standard deviation over seeds.
 *
 * @param deviation divided by n - 1; 0 for a single value
 */
record Spread(double mean, double deviation) {

    /** At least one value. */
    static Spread of(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return new Spread(mean, values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1)));
    }

    /** E.g. {@code 0.981 ± 0.004}. */
    String text(int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f ± %." + digits + "f", mean, deviation);
    }
}
