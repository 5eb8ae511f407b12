package org.equipoise.trainer.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.labels.ClassDistribution;

/**
 * Expects how often a healthy model answers each class: {@code share_k = sum_j prevalence_j * C_jk}, where
 * {@code prevalence} comes from the class counts of the whole dataset and {@code C} is the row-normalised confusion
 * matrix over images that were not trained on.
 *
 * <p>Both are estimates. Their posteriors are Dirichlet distributions with the prior 1/K for every cell (Berger,
 * Bernardo and Sun's overall objective prior): the prevalence over the classes that have images, and each row of C. The
 * shares are the posterior means, in closed form and never 0. The bounds are the 5 % and 95 % quantiles of
 * {@value #DRAWS} joint draws with a fixed seed, so that each bound holds with about 95 % on its own side and the same
 * counts always give the same bounds. A normal approximation is not used because shares of rare classes lie near 0.
 *
 * <p>The reference says nothing about a population whose prevalence differs from the dataset's. Cost O(draws * K²).
 *
 * @see <a href="https://doi.org/10.1214/14-BA915">Berger, Bernardo and Sun, Bayesian Analysis 2015</a>
 */
public final class HealthyShares {

    /** Probability that a share lies beyond a bound, on each side. */
    static final double TAIL = 0.05;

    static final int DRAWS = 4000;

    private static final long SEED = 20_151_004;

    private HealthyShares() {}

    /**
     * The expected shares with their bounds.
     *
     * @param classCounts images of each class in the whole dataset, at least one image
     * @param confusion answers on validation and test images
     */
    public static HealthyReference of(ClassDistribution classCounts, ConfusionMatrix confusion) {
        int classes = confusion.classes();
        if (classCounts.counts().size() != classes) {
            throw new IllegalArgumentException(
                    classCounts.counts().size() + " class counts for a confusion matrix of " + classes + " classes");
        }
        if (classCounts.total() == 0) {
            throw new IllegalArgumentException("a dataset without images has no healthy shares");
        }
        double[] prevalence = prevalenceParameters(classCounts);
        double[][] rows = rowParameters(confusion);
        double[] means = mix(
                mean(prevalence), Arrays.stream(rows).map(HealthyShares::mean).toArray(double[][]::new));
        double[][] draws = draws(prevalence, rows);
        List<Double> shares = new ArrayList<>();
        List<Double> lower = new ArrayList<>();
        List<Double> upper = new ArrayList<>();
        for (int k = 0; k < classes; k++) {
            Arrays.sort(draws[k]);
            shares.add(means[k]);
            lower.add(Math.min(means[k], draws[k][(int) Math.floor(TAIL * (DRAWS - 1))]));
            upper.add(Math.max(means[k], draws[k][(int) Math.ceil((1 - TAIL) * (DRAWS - 1))]));
        }
        List<Double> occurs = Arrays.stream(mean(prevalence)).boxed().toList();
        return new HealthyReference(shares, lower, upper, confusion.total(), occurs, confusion.rows());
    }

    /** Draws of the share of class k, shape {@code [classes][draws]}. */
    private static double[][] draws(double[] prevalence, double[][] rows) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        var ofPrevalence = new DirichletSampler(random, prevalence);
        List<DirichletSampler> ofRows = Arrays.stream(rows)
                .map(row -> new DirichletSampler(random, row))
                .toList();
        double[][] draws = new double[prevalence.length][DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            double[] drawn = ofPrevalence.draw();
            double[] shares =
                    mix(drawn, ofRows.stream().map(DirichletSampler::draw).toArray(double[][]::new));
            for (int k = 0; k < shares.length; k++) {
                draws[k][i] = Math.min(1, shares[k]);
            }
        }
        return draws;
    }

    /** {@code sum_j weights_j * rows_jk} for every k. */
    private static double[] mix(double[] weights, double[][] rows) {
        double[] mixed = new double[weights.length];
        for (int j = 0; j < weights.length; j++) {
            for (int k = 0; k < mixed.length; k++) {
                mixed[k] += weights[j] * rows[j][k];
            }
        }
        return mixed;
    }

    /** A class without an image in the dataset does not exist: it gets no prior either. */
    private static double[] prevalenceParameters(ClassDistribution classCounts) {
        double prior = 1.0 / classCounts.counts().size();
        return classCounts.counts().stream()
                .mapToDouble(n -> n == 0 ? 0 : n + prior)
                .toArray();
    }

    private static double[][] rowParameters(ConfusionMatrix confusion) {
        int classes = confusion.classes();
        double[][] rows = new double[classes][classes];
        for (int j = 0; j < classes; j++) {
            for (int k = 0; k < classes; k++) {
                rows[j][k] = confusion.count(j, k) + 1.0 / classes;
            }
        }
        return rows;
    }

    private static double[] mean(double[] parameters) {
        double sum = Arrays.stream(parameters).sum();
        return Arrays.stream(parameters).map(a -> a / sum).toArray();
    }
}
