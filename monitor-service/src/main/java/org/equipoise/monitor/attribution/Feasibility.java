package org.equipoise.monitor.attribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

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
 * <p>The same draws, each with answers drawn anew from their own Dirichlet distribution, give the 5 % and 95 %
 * quantiles of the prevalence.
 *
 * <p>Prevalence under label shift: Lipton, Wang, Smola: Detecting and Correcting for Label Shift with Black Box
 * Predictors (BBSE), 2018; by maximum likelihood: Saerens, Latinne, Decaestecker, 2002. Cost O(draws * iterations *
 * K²).
 *
 * @param feasible whether a prevalence explains the answers
 * @param onlyLargest whether even patients of nothing but the class that is answered most do: such answers look like
 *     those of a model that says the same of everybody
 * @param prevalence the one that does best, with C as it was counted
 * @param lower 5 % quantiles of the prevalence, never above it
 * @param upper 95 % quantiles, never below it
 * @param misfit the G that a twentieth of the draws stay under
 * @param limit of G
 */
record Feasibility(
        boolean feasible,
        boolean onlyLargest,
        List<Double> prevalence,
        List<Double> lower,
        List<Double> upper,
        double misfit,
        double limit) {

    static final int DRAWS = 100;
    static final double PROBABILITY = 0.999;

    private static final int TWENTIETH = DRAWS / 20;
    private static final int ITERATIONS = 500;

    /** A step of the prevalence under which the recursion has arrived. */
    private static final double STILL = 1e-7;

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
        likeliest(doubles(answers), mean(confusion, classes), prevalence);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        int largest = largest(answers);
        double[] misfits = new double[DRAWS];
        double[] onlyLargest = new double[DRAWS];
        double[][] drawn = new double[classes][DRAWS];
        double[] mixture = new double[classes];
        for (int i = 0; i < DRAWS; i++) {
            double[][] rows = draw(confusion, classes, random);
            likeliest(doubles(answers), rows, mixture);
            misfits[i] = misfit(answers, shares(mixture, rows));
            onlyLargest[i] = misfit(answers, rows[largest]);
            likeliest(draw(answers, random), rows, mixture);
            for (int j = 0; j < classes; j++) {
                drawn[j][i] = mixture[j];
            }
        }
        Arrays.sort(misfits);
        Arrays.sort(onlyLargest);
        double limit = quantile(classes - 1, PROBABILITY);
        List<Double> lower = new ArrayList<>();
        List<Double> upper = new ArrayList<>();
        for (int j = 0; j < classes; j++) {
            Arrays.sort(drawn[j]);
            lower.add(Math.min(prevalence[j], drawn[j][TWENTIETH]));
            upper.add(Math.max(prevalence[j], drawn[j][DRAWS - 1 - TWENTIETH]));
        }
        return new Feasibility(
                misfits[TWENTIETH] <= limit,
                onlyLargest[TWENTIETH] <= limit,
                Arrays.stream(prevalence).boxed().toList(),
                lower,
                upper,
                misfits[TWENTIETH],
                limit);
    }

    /** The prevalence under which the answers are likeliest: expectation maximisation from equal parts. */
    private static void likeliest(double[] answers, double[][] rows, double[] prevalence) {
        double n = Arrays.stream(answers).sum();
        Arrays.fill(prevalence, 1.0 / prevalence.length);
        double moved = 1;
        for (int iteration = 0; iteration < ITERATIONS && moved > STILL; iteration++) {
            double[] shares = shares(prevalence, rows);
            moved = 0;
            for (int j = 0; j < prevalence.length; j++) {
                double posterior = 0;
                for (int k = 0; k < answers.length; k++) {
                    posterior += answers[k] / n * rows[j][k] / shares[k];
                }
                moved = Math.max(moved, prevalence[j] * Math.abs(posterior - 1));
                prevalence[j] *= posterior;
            }
        }
    }

    private static double misfit(long[] answers, double[] shares) {
        double n = Arrays.stream(answers).sum();
        double g = 0;
        for (int k = 0; k < answers.length; k++) {
            g += answers[k] == 0 ? 0 : 2 * answers[k] * Math.log(answers[k] / (n * shares[k]));
        }
        // A perfect fit is rounded to either side of it.
        return Math.max(0, g);
    }

    private static double[] shares(double[] prevalence, double[][] rows) {
        double[] shares = new double[prevalence.length];
        for (int j = 0; j < rows.length; j++) {
            for (int k = 0; k < shares.length; k++) {
                shares[k] += prevalence[j] * rows[j][k];
            }
        }
        return shares;
    }

    private static int largest(long[] answers) {
        int largest = 0;
        for (int k = 1; k < answers.length; k++) {
            if (answers[k] > answers[largest]) {
                largest = k;
            }
        }
        return largest;
    }

    private static double[] doubles(long[] counts) {
        return Arrays.stream(counts).asDoubleStream().toArray();
    }

    private static double[] draw(long[] answers, RandomGenerator random) {
        double[] drawn = new double[answers.length];
        for (int k = 0; k < drawn.length; k++) {
            drawn[k] = Math.max(1e-12, gamma(answers[k] + 1.0 / drawn.length, random));
        }
        return drawn;
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

    private static double gamma(double shape, RandomGenerator random) {
        return AhrensDieterMarsagliaTsangGammaSampler.of(random::nextLong, shape, 1)
                .sample();
    }

    /** The quantile of chi squared. */
    static double quantile(int degrees, double probability) {
        return ChiSquaredDistribution.of(degrees).inverseCumulativeProbability(probability);
    }
}
