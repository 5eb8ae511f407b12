package org.equipoise.trainer.evaluation;

import java.util.OptionalDouble;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.RocAuc;
import org.equipoise.common.labels.LabelSet;

/**
 * An evaluation of answers whose probabilities are known: with the area under the ROC curve and the calibration error.
 */
public final class JudgedAnswers {

    private JudgedAnswers() {}

    /** Every number of answers with their probabilities, at least one image. */
    public static Evaluation evaluate(LabelledProbabilities answers, LabelSet labelSet) {
        OptionalDouble auc = RocAuc.of(answers).macro();
        return Evaluation.of(
                answers.confusion(),
                auc.isPresent() ? auc.getAsDouble() : null,
                CalibrationError.of(answers).expected(),
                labelSet);
    }
}
