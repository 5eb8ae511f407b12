package org.equipoise.trainer.diagnosis;

import java.util.List;
import java.util.Optional;

import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.NetworkKind;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.SplitPredictions;
import org.jspecify.annotations.Nullable;

/**
 * What a run leaves behind for its examination. Owns its arrays: nobody changes them afterwards.
 *
 * @param recipe that was carried out
 * @param network that was trained
 * @param seed its first weights follow from
 * @param counts training images per class, each at least 1
 * @param training images before augmentation, or some of them, classes as labelled
 * @param validation images as they were answered
 * @param drawn the first shard of an epoch, as it was trained on; absent where it cannot be had
 * @param answers of the model that was handed over on {@code validation}, in their order, as a user gets them but for a
 *     correction of the prior; absent where no model was
 * @param telemetry one entry per epoch completed
 * @param checkpoint of the network that was handed over, or of the last epoch; empty where none is left
 * @param failure why the run failed; empty where it did not
 */
public record ExaminedRun(
        Recipe recipe,
        NetworkDescription network,
        long seed,
        List<Long> counts,
        LabelledImages training,
        LabelledImages validation,
        @Nullable Shard drawn,
        @Nullable SplitPredictions answers,
        List<EpochTelemetry> telemetry,
        Optional<byte[]> checkpoint,
        String failure) {

    public ExaminedRun {
        counts = List.copyOf(counts);
        telemetry = List.copyOf(telemetry);
        if (counts.size() != network.classes()) {
            throw new IllegalArgumentException(counts.size() + " counts for " + network.classes() + " classes");
        }
    }

    /**
     * Whether it was trained step by step. A classifier of what a pretrained network sees has no rate, and its one
     * epoch and gradient say nothing of a way.
     */
    boolean stepwise() {
        return recipe.network().kind() != NetworkKind.BACKBONE;
    }

    /** Number of classes, K. */
    int classes() {
        return counts.size();
    }

    /** What is drawn where an image is of one class: a mixed one says nothing to who knows of one label. */
    @Nullable Shard unmixed() {
        return drawn == null || drawn.soft().mixed() ? null : drawn;
    }
}
