package org.equipoise.monitor.attribution;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Can any mixture of the classes explain how often each was answered?
 *
 * <p>A model that is sound answers class k with share {@code q_k = sum_j p_j C_jk}, where p is the prevalence and C the
 * confusion matrix with rows of sum 1. The prevalence that explains the answers best is the maximum-likelihood one
 * under {@code p >= 0, sum p = 1}, by expectation maximisation; {@code G = 2 sum_k a_k ln(a_k / (n q_k))} says how
 * badly it still fits. C is known from finitely many images, so G is taken over {@value #DRAWS} draws of its rows from
 * Dirichlet distributions (prior 1/K a cell): the answers are infeasible if even a twentieth of the draws do not bring
 * G under the {@value #PROBABILITY} quantile of chi squared.
 *
 * <p>Prevalence under label shift: Lipton, Wang, Smola: Detecting and Correcting for Label Shift with Black Box
 * Predictors (BBSE), 2018; by maximum likelihood: Saerens, Latinne, Decaestecker, 2002.
 *
 * @param feasible whether a prevalence explains the answers
 * @param prevalence the one that does best, with C as it was counted
 * @param misfit the G that a twentieth of the draws stay under
 * @param limit of G
 */
record Feasibility(boolean feasible, List<Double> prevalence, double misfit, double limit) {

    static final int DRAWS = 100;
    static final double PROBABILITY = 0.999;

    private static final int ITERATIONS = 500;
    private static final long SEED = 20_180_702;

    /**
     * The test.
     *
     * @param answers counts of independent answers, one per class
     * @param confusion counts, true class by answered class
     */
    static Feasibility of(long[] answers, List<List<Long>> confusion) {
        int classes = answers.length;
        double[] prevalence = new double[classes];
        misfit(answers, mean(confusion, classes), prevalence);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        double[] misfits = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            misfits[i] = misfit(answers, draw(confusion, classes, random), new double[classes]);
        }
        Arrays.sort(misfits);
        double misfit = misfits[DRAWS / 20];
        double limit = quantile(classes - 1);
        return new Feasibility(
                misfit <= limit, Arrays.stream(prevalence).boxed().toList(), misfit, limit);
    }

    private static double misfit(long[] answers, double[][] rows, double[] prevalence) {
        int classes = answers.length;
        double n = 0;
        for (long count : answers) {
            n += count;
        }
        Arrays.fill(prevalence, 1.0 / classes);
        double[] shares = new double[classes];
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            mix(prevalence, rows, shares);
            for (int j = 0; j < classes; j++) {
                double posterior = 0;
                for (int k = 0; k < classes; k++) {
                    posterior += answers[k] / n * rows[j][k] / shares[k];
                }
                prevalence[j] *= posterior;
            }
        }
        mix(prevalence, rows, shares);
        double g = 0;
        for (int k = 0; k < classes; k++) {
            g += answers[k] == 0 ? 0 : 2 * answers[k] * Math.log(answers[k] / (n * shares[k]));
        }
        return g;
    }

    private static void mix(double[] prevalence, double[][] rows, double[] shares) {
        Arrays.fill(shares, 0);
        for (int j = 0; j < rows.length; j++) {
            for (int k = 0; k < shares.length; k++) {
                shares[k] += prevalence[j] * rows[j][k];
            }
        }
    }

    private static double[][] mean(List<List<Long>> confusion, int classes) {
        double[][] rows = new double[classes][classes];
        for (int j = 0; j < classes; j++) {
            double sum = 1;
            for (long count : confusion.get(j)) {
                sum += count;
            }
            for (int k = 0; k < classes; k++) {
                rows[j][k] = (confusion.get(j).get(k) + 1.0 / classes) / sum;
            }
        }
        return rows;
    }

    private static double[][] draw(List<List<Long>> confusion, int classes, RandomGenerator random) {
        double[][] rows = new double[classes][classes];
        for (int j = 0; j < classes; j++) {
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                rows[j][k] = Math.max(1e-12, gamma(confusion.get(j).get(k) + 1.0 / classes, random));
                sum += rows[j][k];
            }
            for (int k = 0; k < classes; k++) {
                rows[j][k] /= sum;
            }
        }
        return rows;
    }

    /** Marsaglia and Tsang, 2000; a shape under 1 by the power of a uniform number. */
    private static double gamma(double shape, RandomGenerator random) {
        if (shape < 1) {
            return gamma(shape + 1, random) * Math.pow(random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }

    /** Wilson and Hilferty's quantile of chi squared at {@value #PROBABILITY}: at most 3 % off. */
    private static double quantile(int degrees) {
        double z = 3.0902;
        double term = 2.0 / (9 * degrees);
        return degrees * Math.pow(1 - term + z * Math.sqrt(term), 3);
    }
}
