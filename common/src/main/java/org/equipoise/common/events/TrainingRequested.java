package org.equipoise.common.events;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants a model trained. Topic {@code training.requested}, keyed by {@code model}.
 *
 * @param runId unique; asking twice with the same id trains once
 * @param datasetVersion a frozen version of {@code dataset}
 * @param recipe {@code naive}, {@code auto}, {@code custom} where every setting is given, or {@code labels}: then no
 *     model is trained, but the labels of the training split are examined
 * @param settings recipe settings that replace the recipe's own, by their names; unknown names fail the run
 * @param seed of everything random in the run
 * @param repairs the run that this one should repair: its diagnosis gets to know what came of it. Absent where it
 *     repairs none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainingRequested(
        String runId,
        String model,
        String dataset,
        String datasetVersion,
        String recipe,
        Map<String, String> settings,
        long seed,
        Instant requestedAt,
        @Nullable String repairs)
        implements Dated {

    public TrainingRequested {
        Require.name(runId, "runId");
        Require.name(model, "model");
        Require.name(dataset, "dataset");
        Require.name(datasetVersion, "datasetVersion");
        Require.name(recipe, "recipe");
        settings = Require.map(settings, "settings");
        Require.time(requestedAt, "requestedAt");
        if (repairs != null) {
            Require.name(repairs, "repairs");
        }
    }

    /** That repairs no other run. */
    public TrainingRequested(
            String runId,
            String model,
            String dataset,
            String datasetVersion,
            String recipe,
            Map<String, String> settings,
            long seed,
            Instant requestedAt) {
        this(runId, model, dataset, datasetVersion, recipe, settings, seed, requestedAt, null);
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("requestedAt", requestedAt);
    }
}
