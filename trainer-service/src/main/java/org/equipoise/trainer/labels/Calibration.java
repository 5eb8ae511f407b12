package org.equipoise.trainer.labels;

import org.equipoise.trainer.features.LinearSystem;

/**
 * Probabilities from scores: {@code softmax(slope * score + bias_k)}. One slope for all classes, so that few images
 * cannot bend it.
 *
 * @see <a href="https://proceedings.mlr.press/v70/guo17a.html">Guo et al., ICML 2017 (their temperature and vector
 *     scaling)</a>
 */
final class Calibration {

    private final double slope;
    private final double[] biases;

    /**
     * Owns its arrays: nobody changes them afterwards.
     *
     * @param slope how much a unit of score says
     * @param biases {@code [classes]}, with mean 0
     */
    Calibration(double slope, double[] biases) {
        this.slope = slope;
        this.biases = biases;
    }

    /** As given; see the constructor. */
    double slope() {
        return slope;
    }

    /** Not a copy; see the constructor. */
    double[] biases() {
        return biases;
    }

    /** Weight of a slope of 0 in the fit: on separable scores the slope stays finite. */
    private static final double PRIOR = 1e-4;

    /** No bias moves further in one Newton step, and the slope no further than by itself and this. */
    private static final double LONGEST_STEP = 2;

    static Calibration start(int classes, double slope) {
        return new Calibration(slope, new double[classes]);
    }

    /** {@code [classes]}, positive, summing to 1. */
    double[] probabilities(double[] scores) {
        double[] p = new double[scores.length];
        double highest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < p.length; k++) {
            p[k] = slope * scores[k] + biases[k];
            highest = Math.max(highest, p[k]);
        }
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            p[k] = Math.exp(p[k] - highest);
            sum += p[k];
        }
        for (int k = 0; k < p.length; k++) {
            p[k] /= sum;
        }
        return p;
    }

    /**
     * One Newton step towards the likeliest parameters for {@code targets}, {@code [images][classes]}, rows sum to 1.
     */
    Calibration step(double[][] scores, double[][] targets) {
        int classes = biases.length;
        double[] gradient = new double[classes + 1];
        double[][] curvature = new double[classes + 1][classes + 1];
        for (int i = 0; i < scores.length; i++) {
            double[] p = probabilities(scores[i]);
            double mean = 0;
            for (int k = 0; k < classes; k++) {
                mean += p[k] * scores[i][k];
            }
            for (int k = 0; k < classes; k++) {
                double residual = targets[i][k] - p[k];
                double deviation = scores[i][k] - mean;
                gradient[0] += residual * scores[i][k];
                gradient[k + 1] += residual;
                curvature[0][0] += p[k] * deviation * deviation;
                curvature[0][k + 1] += p[k] * deviation;
                curvature[k + 1][k + 1] += p[k];
                for (int l = k; l < classes; l++) {
                    curvature[k + 1][l + 1] -= p[k] * p[l];
                }
            }
        }
        gradient[0] -= PRIOR * slope;
        curvature[0][0] += PRIOR;
        // The biases are free to move together: a little is added so that the system has one answer.
        double[] step = LinearSystem.of(curvature, 1e-6 * scores.length).solve(gradient);
        double reach = LONGEST_STEP + Math.abs(slope);
        double moved = slope + Math.max(-reach, Math.min(reach, step[0]));
        double[] shifted = new double[classes];
        double mean = 0;
        for (int k = 0; k < classes; k++) {
            shifted[k] = biases[k] + Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step[k + 1]));
            mean += shifted[k] / classes;
        }
        for (int k = 0; k < classes; k++) {
            shifted[k] -= mean;
        }
        return new Calibration(moved, shifted);
    }
}
