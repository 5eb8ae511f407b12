package org.equipoise.common.evaluation;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.equipoise.common.labels.LabelSet;
import org.jspecify.annotations.Nullable;

/**
 * How a model did on one split, class by class.
 *
 * @param images number of images evaluated, at least 1
 * @param accuracy fraction answered right; read it beside {@code majorityShare}
 * @param majorityShare share of the largest class: the accuracy of always answering it
 * @param balancedAccuracy unweighted mean of the recalls
 * @param macroF1 unweighted mean of the F1 scores
 * @param auc mean area under the ROC curve, one class against the rest, absent where undefined and where only the
 *     answers were known, not their probabilities. Blind to collapse: never read it alone
 * @param calibrationError expected gap between the probability of an answer and its being right; absent where only the
 *     answers were known
 * @param classes one entry per class in label-set order
 * @param confusion rows of true classes, columns of predicted classes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Evaluation(
        long images,
        double accuracy,
        double majorityShare,
        double balancedAccuracy,
        double macroF1,
        @Nullable Double auc,
        @Nullable Double calibrationError,
        List<PerClass> classes,
        List<List<Long>> confusion) {

    /**
     * One class of an evaluation. Recall and precision are absent where they are undefined.
     *
     * @param support images whose true class it is
     * @param predicted images answered as it
     * @param recallLower lower end of the 95 % Wilson interval of the recall, 0 without support
     * @param recallUpper upper end, 1 without support
     * @param precisionLower lower end of the 95 % Wilson interval of the precision, 0 when never answered; absent in
     *     records written before it was
     * @param precisionUpper upper end, 1 when never answered; absent with the lower one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PerClass(
            String name,
            long support,
            long predicted,
            @Nullable Double recall,
            @Nullable Double precision,
            double f1,
            double recallLower,
            double recallUpper,
            @Nullable Double precisionLower,
            @Nullable Double precisionUpper) {

        /** A class whose interval of the precision is not known. */
        public PerClass(
                String name,
                long support,
                long predicted,
                @Nullable Double recall,
                @Nullable Double precision,
                double f1,
                double recallLower,
                double recallUpper) {
            this(name, support, predicted, recall, precision, f1, recallLower, recallUpper, null, null);
        }
    }

    public Evaluation {
        classes = List.copyOf(classes);
        confusion = confusion.stream().map(List::copyOf).toList();
    }

    /** Reads every number off a confusion matrix with at least one image; there is no AUC and no calibration error. */
    public static Evaluation of(ConfusionMatrix matrix, LabelSet labelSet) {
        return of(matrix, null, null, labelSet);
    }

    /**
     * The same with what only probabilities tell.
     *
     * @param auc null where it is undefined or not known
     * @param calibrationError null where it is not known
     */
    public static Evaluation of(
            ConfusionMatrix matrix, @Nullable Double auc, @Nullable Double calibrationError, LabelSet labelSet) {
        if (matrix.classes() != labelSet.size()) {
            throw new IllegalArgumentException(
                    "confusion matrix of " + matrix.classes() + " classes for " + labelSet.size() + " labels");
        }
        long total = matrix.total();
        long largest = 0;
        List<PerClass> classes = new ArrayList<>();
        for (int k = 0; k < matrix.classes(); k++) {
            long support = matrix.support(k);
            largest = Math.max(largest, support);
            long predicted = matrix.predicted(k);
            WilsonInterval ofRecall = WilsonInterval.of(matrix.count(k, k), support, WilsonInterval.Z_95);
            WilsonInterval ofPrecision = WilsonInterval.of(matrix.count(k, k), predicted, WilsonInterval.Z_95);
            var recall = matrix.recall(k);
            var precision = matrix.precision(k);
            classes.add(new PerClass(
                    labelSet.name(k),
                    support,
                    predicted,
                    recall.isPresent() ? recall.getAsDouble() : null,
                    precision.isPresent() ? precision.getAsDouble() : null,
                    matrix.f1(k),
                    ofRecall.lower(),
                    ofRecall.upper(),
                    ofPrecision.lower(),
                    ofPrecision.upper()));
        }
        return new Evaluation(
                total,
                matrix.accuracy(),
                largest / (double) total,
                matrix.balancedAccuracy(),
                matrix.macroF1(),
                auc,
                calibrationError,
                classes,
                matrix.rows());
    }

    /** Lowest recall among the classes that have images, in [0, 1]. */
    public double minimumRecall() {
        double minimum = 1;
        for (PerClass c : classes) {
            if (c.recall() != null) {
                minimum = Math.min(minimum, c.recall());
            }
        }
        return minimum;
    }

    /**
     * Whether the model has collapsed: some class that has images is answered right at most {@value #COLLAPSED_RECALL}
     * of the time while another takes more than its true share of the answers.
     */
    public boolean collapsed() {
        for (PerClass lost : classes) {
            if (lost.recall() != null && lost.recall() <= COLLAPSED_RECALL && swallowedByAnother(lost)) {
                return true;
            }
        }
        return false;
    }

    private boolean swallowedByAnother(PerClass lost) {
        return classes.stream().anyMatch(c -> !c.name().equals(lost.name()) && c.predicted() > c.support());
    }

    /** Recall at or below which a class counts as lost. */
    public static final double COLLAPSED_RECALL = 0.10;
}
