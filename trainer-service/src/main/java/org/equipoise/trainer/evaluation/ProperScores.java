package org.equipoise.trainer.evaluation;

import java.util.Arrays;

import org.equipoise.common.evaluation.LabelledProbabilities;

/** Scores of probabilities that are best for the true ones. Both are 0 for certain, right answers. */
public final class ProperScores {

    /** Smallest probability whose logarithm is taken, 2^-52: scikit-learn's for float64. */
    static final double FLOOR = Math.ulp(1.0);

    private ProperScores() {}

    /**
     * Mean negative log likelihood of the true classes, in nats; scikit-learn's {@code log_loss}.
     *
     * @throws IllegalArgumentException without an image
     */
    public static double negativeLogLikelihood(LabelledProbabilities answers) {
        return negativeLogLikelihood(answers, even(answers));
    }

    /** The same with a weight per image, e.g. {@link LabelledProbabilities#weightsAt}. */
    public static double negativeLogLikelihood(LabelledProbabilities answers, double[] weights) {
        answers.requireImages("negative log likelihood");
        TemperatureScaling.check(weights, answers.size());
        double sum = 0;
        for (int i = 0; i < answers.size(); i++) {
            sum -= weights[i] * log(answers.probability(i, answers.label(i)));
        }
        return sum / Arrays.stream(weights).sum();
    }

    /**
     * Brier score: the mean over images of the summed squared differences to the one-hot truth, in [0, 2];
     * scikit-learn's {@code brier_score_loss(scale_by_half=False)}.
     *
     * @throws IllegalArgumentException without an image
     * @see <a href="https://doi.org/10.1175/1520-0493(1950)078%3C0001:VOFEIT%3E2.0.CO;2">Brier, Monthly Weather Review
     *     1950</a>
     */
    public static double brier(LabelledProbabilities answers) {
        return brier(answers, even(answers));
    }

    /** The same with a weight per image, e.g. {@link LabelledProbabilities#weightsAt}. */
    public static double brier(LabelledProbabilities answers, double[] weights) {
        answers.requireImages("Brier score");
        TemperatureScaling.check(weights, answers.size());
        double sum = 0;
        for (int i = 0; i < answers.size(); i++) {
            for (int k = 0; k < answers.classes(); k++) {
                double difference = answers.probability(i, k) - (answers.label(i) == k ? 1 : 0);
                sum += weights[i] * difference * difference;
            }
        }
        return sum / Arrays.stream(weights).sum();
    }

    private static double[] even(LabelledProbabilities answers) {
        double[] weights = new double[answers.size()];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** Logarithm of a probability, finite for 0 too. */
    static double log(double probability) {
        return Math.log(Math.max(probability, FLOOR));
    }
}
