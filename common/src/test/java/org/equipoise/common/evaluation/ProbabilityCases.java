package org.equipoise.common.evaluation;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Answers for tests: read from a fixture, or drawn from a seed. */
public final class ProbabilityCases {

    private ProbabilityCases() {}

    /** Labels and rows as the fixtures write them. */
    public static LabelledProbabilities read(int classes, String labels, String rows) {
        return new LabelledProbabilities(
                rows(classes, rows),
                Arrays.stream(labels.split(" ")).mapToInt(Integer::parseInt).toArray());
    }

    public static ProbabilityRows rows(int classes, String rows) {
        return ProbabilityRows.of(
                classes,
                Arrays.stream(rows.split("[ ;]"))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
    }

    /** Numbers of a list; {@code nan} is empty. */
    public static OptionalDouble[] numbers(String list) {
        return Arrays.stream(list.split(" "))
                .map(n -> n.equals("nan") ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(n)))
                .toArray(OptionalDouble[]::new);
    }

    public static LabelledProbabilities of(int classes, int[] labels, double... rows) {
        return new LabelledProbabilities(ProbabilityRows.of(classes, rows), labels);
    }

    /**
     * Answers that are honest at uniform shares, images drawn at {@code shares}: a label, then a Gaussian score per
     * class, then the softmax.
     *
     * @param separation distance of the scores' means in standard deviations
     */
    public static LabelledProbabilities drawn(long seed, int images, double separation, double... shares) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int classes = shares.length;
        int[] labels = new int[images];
        double[] rows = new double[images * classes];
        for (int i = 0; i < images; i++) {
            labels[i] = drawClass(random, shares);
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                double score = random.nextGaussian() + (k == labels[i] ? separation : 0);
                // Gaussians of unit variance: the log odds of two classes are the separation times the difference.
                rows[i * classes + k] = Math.exp(separation * score);
                sum += rows[i * classes + k];
            }
            for (int k = 0; k < classes; k++) {
                rows[i * classes + k] /= sum;
            }
        }
        return of(classes, labels, rows);
    }

    private static int drawClass(RandomGenerator random, double[] shares) {
        double left = random.nextDouble();
        for (int k = 0; k < shares.length - 1; k++) {
            left -= shares[k];
            if (left < 0) {
                return k;
            }
        }
        return shares.length - 1;
    }
}
