package org.equipoise.common.events;

import java.time.Instant;
import java.util.Map;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.imaging.Fit;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.LabelSet;
import org.jspecify.annotations.Nullable;

/**
 * A model version is in the registry with its evaluation; whether it may serve is decided in {@link ModelDecided}.
 * Topic {@code models.trained}, keyed by {@code model}.
 *
 * @param version first 12 hex digits of the SHA-256 of its weights and its run
 * @param recipe every setting the run trained with, by name
 * @param artifactKey folder in the {@code models} bucket
 * @param validation on the validation split
 * @param test on the frozen test split
 * @param epochs epochs trained
 * @param seconds wall time of the training
 * @param window what it sees samples of 16 bits through; absent of a version that takes 8 bits
 * @param fit how images of another aspect come into its input; absent where they are stretched
 */
public record ModelTrained(
        String model,
        String version,
        String runId,
        String dataset,
        String datasetVersion,
        Map<String, String> recipe,
        LabelSet labelSet,
        InputShape input,
        String artifactKey,
        Evaluation validation,
        Evaluation test,
        int epochs,
        double seconds,
        Instant trainedAt,
        @Nullable ValueWindow window,
        @Nullable Fit fit)
        implements Dated {

    /** A version whose images are stretched. */
    public ModelTrained(
            String model,
            String version,
            String runId,
            String dataset,
            String datasetVersion,
            Map<String, String> recipe,
            LabelSet labelSet,
            InputShape input,
            String artifactKey,
            Evaluation validation,
            Evaluation test,
            int epochs,
            double seconds,
            Instant trainedAt,
            @Nullable ValueWindow window) {
        this(
                model,
                version,
                runId,
                dataset,
                datasetVersion,
                recipe,
                labelSet,
                input,
                artifactKey,
                validation,
                test,
                epochs,
                seconds,
                trainedAt,
                window,
                null);
    }

    public ModelTrained {
        Require.name(model, "model");
        Require.name(version, "version");
        Require.name(runId, "runId");
        Require.name(dataset, "dataset");
        Require.name(datasetVersion, "datasetVersion");
        recipe = Require.map(recipe, "recipe");
        Require.present(labelSet, "labelSet");
        Require.present(input, "input");
        InputFormat.require(input, window);
        Require.text(artifactKey, "artifactKey");
        Require.present(validation, "validation");
        Require.present(test, "test");
        Require.atLeast(epochs, 0, "epochs");
        Require.time(trainedAt, "trainedAt");
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("trainedAt", trainedAt);
    }
}
