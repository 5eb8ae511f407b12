package org.equipoise.trainer.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Least squares on one-hot labels with an L2 penalty, cross-fitted: each image is scored by a model that saw no image
 * of its fold. The penalty is the one of {@link #PENALTIES} with the least squared error on the held-out labels as
 * given; no other knowledge of the labels goes in. Chosen over logistic regression because every fold shares one Gram
 * matrix and label noise moves squared error less.
 */
public final class RidgeScores {

    private final double[][] scores;
    private final double penalty;
    private final double squaredError;

    /**
     * Owns its arrays: nobody changes them afterwards.
     *
     * @param scores {@code [images][classes]}, about 1 for the class and 0 for the others; unbounded
     * @param penalty per training image
     * @param squaredError mean over images of the squared distance to the one-hot label, 0 at best
     */
    public RidgeScores(double[][] scores, double penalty, double squaredError) {
        this.scores = scores;
        this.penalty = penalty;
        this.squaredError = squaredError;
    }

    /** Not a copy; see the constructor. */
    public double[][] scores() {
        return scores;
    }

    /** As given; see the constructor. */
    public double penalty() {
        return penalty;
    }

    /** As given; see the constructor. */
    public double squaredError() {
        return squaredError;
    }

    static final double[] PENALTIES = {1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2};

    private static final int MIDDLE = 2;

    /**
     * Cross-fits.
     *
     * @param features standardised
     * @param labels class of each image, 0 to classes - 1
     * @param foldOf fold of each image, 0 to the number of folds - 1; every fold leaves at least two images to train on
     */
    public static RidgeScores crossFit(FeatureTable features, int[] labels, int classes, int[] foldOf) {
        return crossFit(features, labels, classes, foldOf, () -> {});
    }

    /**
     * The same.
     *
     * @param often carried out every few images and before each solution; may throw, to stop
     */
    public static RidgeScores crossFit(FeatureTable features, int[] labels, int classes, int[] foldOf, Runnable often) {
        int folds = Arrays.stream(foldOf).max().orElseThrow() + 1;
        Moments all = Moments.of(features, labels, classes, foldOf, -1, often);
        List<Moments> training = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            training.add(all.without(Moments.of(features, labels, classes, foldOf, fold, often)));
        }
        // The error falls and then rises with the penalty: walking downhill from the middle skips the far ones.
        RidgeScores best = with(PENALTIES[MIDDLE], features, labels, training, foldOf, often);
        for (int direction : new int[] {-1, 1}) {
            boolean better = best.penalty == PENALTIES[MIDDLE];
            for (int p = MIDDLE + direction; better && p >= 0 && p < PENALTIES.length; p += direction) {
                RidgeScores next = with(PENALTIES[p], features, labels, training, foldOf, often);
                better = next.squaredError < best.squaredError;
                best = better ? next : best;
            }
        }
        return best;
    }

    private static RidgeScores with(
            double penalty, FeatureTable features, int[] labels, List<Moments> training, int[] foldOf, Runnable often) {
        List<Moments.Plane> planes = new ArrayList<>();
        for (Moments moments : training) {
            often.run();
            planes.add(moments.solve(penalty));
        }
        double[][] scores = new double[labels.length][];
        for (int i = 0; i < labels.length; i++) {
            scores[i] = planes.get(foldOf[i]).scores(features, i);
        }
        return new RidgeScores(scores, penalty, squaredError(scores, labels));
    }

    private static double squaredError(double[][] scores, int[] labels) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            for (int k = 0; k < scores[i].length; k++) {
                double difference = scores[i][k] - (labels[i] == k ? 1 : 0);
                sum += difference * difference;
            }
        }
        return sum / labels.length;
    }
}
