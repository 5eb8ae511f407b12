package org.equipoise.trainer.training;

import org.equipoise.common.evaluation.RocAuc;
import org.equipoise.trainer.recipe.Recipe.StopCriterion;

/**
 * How good an epoch was.
 *
 * @param score in [0, 1]; of a loss {@code exp(-loss)}, the geometric mean of what the true class was given
 * @param tieBreaker loss that decides between equal scores, nats; 0 where only the score counts
 */
record EpochScore(double score, double tieBreaker) {

    /**
     * By the answers to the validation split. An AUC that is not defined counts as 0.5.
     *
     * @param loss of the answers, nats
     */
    static EpochScore of(StopCriterion criterion, SplitPredictions validation, double loss) {
        return switch (criterion) {
            case ACCURACY -> new EpochScore(validation.confusion().accuracy(), 0);
            case BALANCED_ACCURACY -> new EpochScore(validation.confusion().balancedAccuracy(), loss);
            case LOSS -> new EpochScore(Math.exp(-loss), 0);
            case AUC -> new EpochScore(auc(validation), loss);
        };
    }

    private static double auc(SplitPredictions validation) {
        return validation
                .labelled()
                .map(answers -> RocAuc.of(answers).macro().orElse(0.5))
                .orElse(0.5);
    }

    EarlyStopping judge(EarlyStopping before) {
        return before.after(score, tieBreaker);
    }
}
