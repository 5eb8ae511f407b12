package org.equipoise.common.evaluation;

import java.util.List;

/**
 * Moves probabilities from the class shares a model was trained on to those it meets: class {@code k} is multiplied by
 * {@code target_k / source_k} and the row normalised. Right when only the shares differ, not how a class looks.
 *
 * @param source shares of the classes in training, each above 0, summing to 1; after balanced sampling or balanced
 *     class weights 1/K each
 * @param target shares of the classes where the model answers, each at least 0, summing to 1
 * @see <a href="https://doi.org/10.1162/089976602753284446">Saerens, Latinne and Decaestecker, Neural Computation
 *     2002</a>
 */
public record PriorShift(List<Double> source, List<Double> target) {

    private static final int MOST_ITERATIONS = 10_000;
    private static final double SUM_TOLERANCE = 1e-6;

    /**
     * A target that was estimated from answers without labels.
     *
     * @param shift to the estimated target
     * @param iterations steps of expectation maximisation that were made
     * @param converged whether the last step moved every share by at most the tolerance
     */
    public record Estimate(PriorShift shift, int iterations, boolean converged) {}

    public PriorShift {
        source = List.copyOf(source);
        target = List.copyOf(target);
        if (source.size() != target.size()) {
            throw new IllegalArgumentException("source has " + source.size() + " classes and target " + target.size());
        }
        checkShares(source, "source");
        checkShares(target, "target");
        if (source.contains(0.0)) {
            throw new IllegalArgumentException("every source share must be above 0, got " + source);
        }
    }

    /**
     * Estimates the target shares by expectation maximisation from the answers themselves: the maximum of their
     * likelihood.
     *
     * @param answers at the source shares, at least one row; calibrated, or the estimate is not to be trusted
     * @param tolerance largest change of a share at which to stop, e.g. 1e-6
     */
    public static Estimate estimate(ProbabilityRows answers, List<Double> source, double tolerance) {
        if (answers.size() == 0) {
            throw new IllegalArgumentException("prior shift of no images");
        }
        var shift = new PriorShift(source, source);
        for (int i = 1; i <= MOST_ITERATIONS; i++) {
            PriorShift next = new PriorShift(source, means(shift.apply(answers)));
            boolean converged = distance(shift.target, next.target) <= tolerance;
            shift = next;
            if (converged) {
                return new Estimate(shift, i, true);
            }
        }
        return new Estimate(shift, MOST_ITERATIONS, false);
    }

    /**
     * The same shift as an addition to logits before a softmax: {@code log(target_k / source_k)} of class k, nats.
     *
     * @throws IllegalStateException if a target share is 0
     */
    public List<Double> offsets() {
        if (target.contains(0.0)) {
            throw new IllegalStateException("a class without target share has no finite offset, target " + target);
        }
        return java.util.stream.IntStream.range(0, source.size())
                .mapToObj(k -> Math.log(target.get(k) / source.get(k)))
                .toList();
    }

    /** The rows at the target shares. A row that only knows classes without target share stays as it is. */
    public ProbabilityRows apply(ProbabilityRows rows) {
        if (rows.classes() != source.size()) {
            throw new IllegalArgumentException(rows.classes() + " classes for " + source.size() + " shares");
        }
        double[] factors = new double[source.size()];
        for (int k = 0; k < factors.length; k++) {
            factors[k] = target.get(k) / source.get(k);
        }
        return rows.map(row -> reweigh(row, factors));
    }

    /** The same for answers with labels. */
    public LabelledProbabilities apply(LabelledProbabilities answers) {
        return answers.with(apply(answers.rows()));
    }

    private static void reweigh(double[] row, double[] factors) {
        double sum = 0;
        for (int k = 0; k < row.length; k++) {
            sum += row[k] * factors[k];
        }
        if (sum > 0) {
            for (int k = 0; k < row.length; k++) {
                row[k] = row[k] * factors[k] / sum;
            }
        }
    }

    private static List<Double> means(ProbabilityRows rows) {
        double[] sums = new double[rows.classes()];
        double all = 0;
        for (int i = 0; i < rows.size(); i++) {
            for (int k = 0; k < sums.length; k++) {
                sums[k] += rows.get(i, k);
                all += rows.get(i, k);
            }
        }
        double total = all;
        return java.util.Arrays.stream(sums).mapToObj(sum -> sum / total).toList();
    }

    private static double distance(List<Double> a, List<Double> b) {
        double largest = 0;
        for (int k = 0; k < a.size(); k++) {
            largest = Math.max(largest, Math.abs(a.get(k) - b.get(k)));
        }
        return largest;
    }

    private static void checkShares(List<Double> shares, String what) {
        double sum = 0;
        for (double share : shares) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException(what + " shares must be in [0, 1], got " + shares);
            }
            sum += share;
        }
        if (shares.size() < 2 || Math.abs(sum - 1) > SUM_TOLERANCE) {
            throw new IllegalArgumentException(what + " shares must be two or more that sum to 1, got " + shares);
        }
    }
}
