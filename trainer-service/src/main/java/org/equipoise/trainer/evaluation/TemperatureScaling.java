package org.equipoise.trainer.evaluation;

import java.util.Arrays;

import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.ProbabilityRows;

/**
 * One number that makes probabilities honest: the logits, here the logarithms of the probabilities, are divided by the
 * temperature before the softmax. It never changes which class is answered, nor the order of the images in a problem of
 * two classes; with more classes their order, and so the AUC, may change.
 *
 * @param temperature in [{@value #COLDEST}, {@value #HOTTEST}]; above 1 the model was too sure of itself
 * @see <a href="https://proceedings.mlr.press/v70/guo17a.html">Guo et al., "On calibration of modern neural networks",
 *     ICML 2017</a>
 */
public record TemperatureScaling(double temperature) {

    /** Lowest temperature that is looked at. */
    public static final double COLDEST = 0.05;

    /** Highest temperature that is looked at. */
    public static final double HOTTEST = 20;

    /** Changes nothing. */
    public static final TemperatureScaling NONE = new TemperatureScaling(1);

    /** Halvings of the interval of log T: its width of 6 ends below 1e-14. */
    private static final int HALVINGS = 50;

    public TemperatureScaling {
        if (!(temperature >= COLDEST && temperature <= HOTTEST)) {
            throw new IllegalArgumentException(
                    "temperature must be in [" + COLDEST + ", " + HOTTEST + "], got " + temperature);
        }
    }

    /** The temperature with the least negative log likelihood on {@code validation}, every image counting the same. */
    public static TemperatureScaling fit(LabelledProbabilities validation) {
        double[] weights = new double[validation.size()];
        Arrays.fill(weights, 1);
        return fit(validation, weights);
    }

    /**
     * The same with a weight per image, e.g. the target prior over the source prior of its class.
     *
     * <p>The negative log likelihood is convex in 1/T, so its slope has one change of sign, which is found by halving
     * the interval of log T. An interval without one gives its better end. Never worse than T = 1 on the given images.
     *
     * <p>Images that are all answered right have the least loss at the lowest temperature, at which answers are 0 or 1.
     * Answers are sharpened no further than to where they claim, in the mean, what n right answers of n images show:
     * that one in n + 2 may be wrong (Laplace's rule of succession).
     *
     * @param weights one per image, at least 0, finite, not all 0
     * @throws IllegalArgumentException without an image
     */
    public static TemperatureScaling fit(LabelledProbabilities validation, double[] weights) {
        validation.requireImages("temperature");
        check(weights, validation.size());
        double cold = Math.log(COLDEST);
        double hot = Math.log(HOTTEST);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (cold + hot) / 2;
            if (slope(validation, weights, Math.exp(-middle)) > 0) {
                cold = middle;
            } else {
                hot = middle;
            }
        }
        double least = Math.min(HOTTEST, Math.max(COLDEST, Math.exp((cold + hot) / 2)));
        var found = new TemperatureScaling(least < 1 ? believed(validation, weights, least) : least);
        return found.loss(validation, weights) < NONE.loss(validation, weights) ? found : NONE;
    }

    /** The lowest temperature from {@code least} to 1 at which the answers claim no more than the images show. */
    private static double believed(LabelledProbabilities validation, double[] weights, double least) {
        double most = 1 - 1.0 / (validation.size() + 2);
        if (claimed(validation, weights, least) <= most) {
            return least;
        }
        double cold = Math.log(least);
        double hot = 0;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (cold + hot) / 2;
            if (claimed(validation, weights, Math.exp(middle)) > most) {
                cold = middle;
            } else {
                hot = middle;
            }
        }
        return Math.exp(hot);
    }

    /** Mean probability of the class that an image has. */
    private static double claimed(LabelledProbabilities validation, double[] weights, double temperature) {
        LabelledProbabilities changed = new TemperatureScaling(temperature).apply(validation);
        double sum = 0;
        double all = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * changed.probability(i, changed.label(i));
            all += weights[i];
        }
        return sum / all;
    }

    /** The rows at this temperature. */
    public ProbabilityRows apply(ProbabilityRows rows) {
        return temperature == 1 ? rows : rows.map(row -> soften(row, 1 / temperature));
    }

    /** The same for answers with labels. */
    public LabelledProbabilities apply(LabelledProbabilities answers) {
        return answers.with(apply(answers.rows()));
    }

    private double loss(LabelledProbabilities answers, double[] weights) {
        LabelledProbabilities changed = apply(answers);
        double sum = 0;
        for (int i = 0; i < answers.size(); i++) {
            sum -= weights[i] * ProperScores.log(changed.probability(i, changed.label(i)));
        }
        return sum;
    }

    /** Derivative of the weighted negative log likelihood by 1/T: expected logit less the true class's logit. */
    private static double slope(LabelledProbabilities answers, double[] weights, double inverse) {
        double[] row = new double[answers.classes()];
        double sum = 0;
        for (int i = 0; i < answers.size(); i++) {
            for (int k = 0; k < row.length; k++) {
                row[k] = answers.probability(i, k);
            }
            soften(row, inverse);
            double expected = 0;
            for (int k = 0; k < row.length; k++) {
                expected += row[k] * ProperScores.log(answers.probability(i, k));
            }
            sum += weights[i] * (expected - ProperScores.log(answers.probability(i, answers.label(i))));
        }
        return sum;
    }

    /** Softmax of the logarithms times {@code inverse}, in place. */
    private static void soften(double[] row, double inverse) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < row.length; k++) {
            row[k] = inverse * ProperScores.log(row[k]);
            largest = Math.max(largest, row[k]);
        }
        double sum = 0;
        for (int k = 0; k < row.length; k++) {
            row[k] = Math.exp(row[k] - largest);
            sum += row[k];
        }
        for (int k = 0; k < row.length; k++) {
            row[k] /= sum;
        }
    }

    static void check(double[] weights, int images) {
        if (weights.length != images) {
            throw new IllegalArgumentException(weights.length + " weights for " + images + " images");
        }
        double sum = 0;
        for (double weight : weights) {
            if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weights must be finite and at least 0, got " + weight);
            }
            sum += weight;
        }
        if (sum == 0) {
            throw new IllegalArgumentException("all weights are 0");
        }
    }
}
