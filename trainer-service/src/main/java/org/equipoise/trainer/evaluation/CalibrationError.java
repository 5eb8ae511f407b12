package org.equipoise.trainer.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.equipoise.common.evaluation.LabelledProbabilities;

/**
 * How far the probability of the answer is from the share of right answers, over {@value #BINS} equally wide bins of
 * that probability.
 *
 * @param bins the bins that hold images, from low to high: the points of a reliability diagram
 * @param expected expected calibration error (ECE) in [0, 1]: the mean of the bins' gaps weighted by their images
 * @see <a href="https://proceedings.mlr.press/v70/guo17a.html">Guo et al., "On calibration of modern neural networks",
 *     ICML 2017</a>
 */
public record CalibrationError(List<Bin> bins, double expected) {

    /** Guo et al.'s number of bins. */
    public static final int BINS = 15;

    /**
     * The images whose answer has a probability in ({@code lower}, {@code upper}].
     *
     * @param images at least 1
     * @param confidence mean probability of the answers, in [0, 1]
     * @param accuracy share of right answers, in [0, 1]
     */
    public record Bin(double lower, double upper, long images, double confidence, double accuracy) {

        /** Confidence less accuracy: above 0 the model is too sure of itself. */
        public double gap() {
            return confidence - accuracy;
        }
    }

    public CalibrationError {
        bins = List.copyOf(bins);
    }

    /**
     * Puts every image into its bin, each counting the same.
     *
     * @throws IllegalArgumentException without an image
     */
    public static CalibrationError of(LabelledProbabilities answers) {
        double[] weights = new double[answers.size()];
        Arrays.fill(weights, 1);
        return of(answers, weights);
    }

    /**
     * The same with a weight per image, e.g. {@link LabelledProbabilities#weightsAt}.
     *
     * @param weights one per image, above 0
     */
    public static CalibrationError of(LabelledProbabilities answers, double[] weights) {
        answers.requireImages("calibration error");
        TemperatureScaling.check(weights, answers.size());
        long[] images = new long[BINS];
        double[] weight = new double[BINS];
        double[] right = new double[BINS];
        double[] confidence = new double[BINS];
        double all = Arrays.stream(weights).sum();
        for (int i = 0; i < answers.size(); i++) {
            double p = answers.rows().confidence(i);
            int bin = Math.max(0, Math.min(BINS - 1, (int) Math.ceil(p * BINS) - 1));
            images[bin]++;
            weight[bin] += weights[i];
            right[bin] += answers.right(i) ? weights[i] : 0;
            confidence[bin] += weights[i] * p;
        }
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int b = 0; b < BINS; b++) {
            if (weight[b] > 0) {
                double n = weight[b];
                var bin =
                        new Bin(b / (double) BINS, (b + 1) / (double) BINS, images[b], confidence[b] / n, right[b] / n);
                bins.add(bin);
                error += n / all * Math.abs(bin.gap());
            }
        }
        return new CalibrationError(bins, error);
    }
}
