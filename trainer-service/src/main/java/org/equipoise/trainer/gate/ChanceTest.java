package org.equipoise.trainer.gate;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.evaluation.Evaluation.PerClass;
import org.equipoise.common.labels.TrainingNeeds;

/**
 * Whether the answers depend on the images at all.
 *
 * <p>Under the hypothesis that they do not, each image is answered k with the share q_k of k among all answers,
 * whatever its true class. The balanced accuracy then has mean {@code sum q_k / K = 1 / K} and variance {@code sum q_k
 * (1 - q_k) / n_k / K^2}, where n_k is the class's number of images. A constant, a coin, and a network whose scores are
 * squashed until rounding decides are all such answers. Classes without images are left out.
 */
final class ChanceTest {

    /** Imports and trainings say in advance what cannot reach it. */
    static final double LIMIT = TrainingNeeds.ABOVE_CHANCE;

    private ChanceTest() {}

    /**
     * How many standard deviations the balanced accuracy lies above its mean under the hypothesis; 0 for constant
     * answers and for a split without images.
     */
    static double score(Evaluation test) {
        double answers = test.classes().stream().mapToLong(PerClass::predicted).sum();
        double mean = 0;
        double variance = 0;
        long seen = 0;
        for (PerClass c : test.classes()) {
            if (c.support() > 0) {
                double share = c.predicted() / answers;
                mean += share;
                variance += share * (1 - share) / c.support();
                seen++;
            }
        }
        if (variance == 0) {
            return 0;
        }
        return (test.balancedAccuracy() - mean / seen) / (Math.sqrt(variance) / seen);
    }
}
