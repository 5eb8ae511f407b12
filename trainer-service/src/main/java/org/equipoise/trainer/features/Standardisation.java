package org.equipoise.trainer.features;

/**
 * Brings each feature to mean 0 and deviation 1.
 *
 * @param means of each feature
 * @param factors one over its deviation; 0 for one that is the same for every image
 */
@SuppressWarnings("ArrayRecordComponent") // Read only, and only here and where it becomes constants of a graph.
public record Standardisation(float[] means, float[] factors) {

    /** Below this part of its mean a deviation is rounding. */
    private static final double NOTHING = 1e-6;

    /** Of these rows, each counted alike. */
    public static Standardisation of(FeatureRows rows) {
        int features = rows.features();
        double[] sums = new double[features];
        double[] squares = new double[features];
        float[] values = rows.values();
        for (int row = 0, at = 0; row < rows.size(); row++) {
            for (int f = 0; f < features; f++, at++) {
                sums[f] += values[at];
            }
        }
        for (int row = 0, at = 0; row < rows.size(); row++) {
            for (int f = 0; f < features; f++, at++) {
                double from = values[at] - sums[f] / rows.size();
                squares[f] += from * from;
            }
        }
        float[] means = new float[features];
        float[] factors = new float[features];
        for (int f = 0; f < features; f++) {
            double mean = sums[f] / rows.size();
            double deviation = Math.sqrt(squares[f] / rows.size());
            means[f] = (float) mean;
            factors[f] = deviation <= NOTHING * Math.max(1, Math.abs(mean)) ? 0 : (float) (1 / deviation);
        }
        return new Standardisation(means, factors);
    }

    /** The same rows, standardised; in float as a graph computes it. */
    public FeatureRows applied(FeatureRows rows) {
        FeatureRows copy = rows.some(row -> true);
        apply(copy);
        return copy;
    }

    /** Standardises rows that nobody else reads, where they are: no second copy is in memory. */
    public void apply(FeatureRows rows) {
        float[] values = rows.values();
        for (int row = 0, at = 0; row < rows.size(); row++) {
            for (int f = 0; f < means.length; f++, at++) {
                values[at] = (values[at] - means[f]) * factors[f];
            }
        }
    }
}
