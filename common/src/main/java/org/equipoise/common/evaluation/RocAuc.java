package org.equipoise.common.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Area under the ROC curve, one class against the rest: the chance that an image of the class gets a higher probability
 * of it than an image of another class; a tie counts one half. In [0, 1], 0.5 for guessing.
 *
 * <p>It is blind to collapse: a model may rank well and still answer one class. Read it beside the recalls.
 *
 * @see <a href="https://doi.org/10.1148/radiology.143.1.7063747">Hanley and McNeil, Radiology 1982</a>
 */
public final class RocAuc {

    private final OptionalDouble[] areas;

    private RocAuc(OptionalDouble[] areas) {
        this.areas = areas;
    }

    /**
     * The areas of all classes. Of two classes both have the area of class 1, as in scikit-learn, because their
     * probabilities are complementary.
     */
    public static RocAuc of(LabelledProbabilities answers) {
        var areas = new OptionalDouble[answers.classes()];
        if (answers.classes() == 2) {
            Arrays.fill(areas, area(answers, 1));
        } else {
            Arrays.setAll(areas, k -> area(answers, k));
        }
        return new RocAuc(areas);
    }

    /** Area of class {@code k} against the rest, or empty without an image of it or without one of another class. */
    public OptionalDouble ofClass(int k) {
        return areas[k];
    }

    /**
     * Unweighted mean over the classes that have an area, or empty when none has: scikit-learn's
     * {@code roc_auc_score(multi_class="ovr", average="macro")}. Where a class has no images scikit-learn answers NaN;
     * here the class is left out, as it is from the balanced accuracy.
     */
    public OptionalDouble macro() {
        return Arrays.stream(areas)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average();
    }

    private static OptionalDouble area(LabelledProbabilities answers, int k) {
        var scores = new double[answers.size()];
        var of = new boolean[answers.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = answers.probability(i, k);
            of[i] = answers.label(i) == k;
        }
        return area(scores, of);
    }

    /**
     * Mann and Whitney's statistic by mid-ranks, in O(n log n): the area of any scores, which need be no probabilities.
     *
     * @param of whether each score is one of the class; empty where all are or none is
     */
    public static OptionalDouble area(double[] scores, boolean[] of) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        long positives = 0;
        double rankSum = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            long tied = 0;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                tied += of[order[to]] ? 1 : 0;
                to++;
            }
            // Ranks count from 1: a tie over the places from..to-1 shares the middle one.
            rankSum += tied * ((from + 1 + to) / 2.0);
            positives += tied;
            from = to;
        }
        long negatives = order.length - positives;
        if (positives == 0 || negatives == 0) {
            return OptionalDouble.empty();
        }
        double above = rankSum - positives * (positives + 1) / 2.0;
        return OptionalDouble.of(above / ((double) positives * negatives));
    }
}
