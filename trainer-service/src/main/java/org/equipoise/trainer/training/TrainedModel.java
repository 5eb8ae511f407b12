package org.equipoise.trainer.training;

import java.util.List;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.trainer.recipe.ChosenRecipe;

/**
 * A finished run with all that is needed to judge and register its model. Equal for every repetition of the same run,
 * to the last bit of the saved model.
 *
 * @param request what was asked
 * @param dataset the frozen version it was trained on
 * @param recipe as it was carried out
 * @param savedModel the network with its best weights
 * @param validation answers of the best weights on the validation split
 * @param test answers of the best weights on the frozen test split
 * @param correction what the saved model does to the answers of its network; part of {@code validation} and
 *     {@code test}
 * @param uncalibratedTest {@code test} with the correction's offsets and without its temperature
 * @param telemetry one entry per epoch trained, in order
 * @param bestEpoch the epoch whose weights were kept, counted from 1
 * @param seconds wall time of the training, added up over restarts
 * @param device what computed, e.g. {@code CPU, 2 threads} or {@code GPU:0, float32}
 */
public record TrainedModel(
        TrainingRequested request,
        DatasetFrozen dataset,
        ChosenRecipe recipe,
        SavedModel savedModel,
        SplitPredictions validation,
        SplitPredictions test,
        AnswerCorrection correction,
        SplitPredictions uncalibratedTest,
        List<EpochTelemetry> telemetry,
        int bestEpoch,
        double seconds,
        String device) {

    public TrainedModel {
        telemetry = List.copyOf(telemetry);
    }

    /** Whether a GPU computed. */
    public boolean accelerated() {
        return device.startsWith("GPU");
    }

    /** Epochs trained. */
    public int epochs() {
        return telemetry.size();
    }
}
