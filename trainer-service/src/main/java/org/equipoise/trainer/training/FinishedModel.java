package org.equipoise.trainer.training;

/**
 * A model with its best weights and what it answers.
 *
 * @param savedModel the network with the correction
 * @param validation answers of the network on the validation split, before the correction
 * @param test answers of the network on the test split, before the correction
 * @param correction what the exported model does to them
 * @param device what computed
 */
public record FinishedModel(
        SavedModel savedModel,
        SplitPredictions validation,
        SplitPredictions test,
        AnswerCorrection correction,
        String device) {

    /** Answers of the exported model on the validation split. */
    public SplitPredictions correctedValidation() {
        return correction.correction().applied(validation);
    }

    /** Answers of the exported model on the test split. */
    public SplitPredictions correctedTest() {
        return correction.correction().applied(test);
    }

    /** Answers on the test split with the correction's offsets and without its temperature. */
    public SplitPredictions uncalibratedTest() {
        return correction.correction().uncalibrated().applied(test);
    }
}
