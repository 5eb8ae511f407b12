package org.equipoise.trainer.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.DiagnosisRequested;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.trainer.modelcard.ModelCard;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.registry.ModelObjects.Serveable;
import org.equipoise.trainer.training.EarlyStopping;
import org.equipoise.trainer.training.EndedRun;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.RunPlan;
import org.equipoise.trainer.training.RunState;
import org.jspecify.annotations.Nullable;

/**
 * The run that a request means, and the version that it made.
 *
 * @param version empty where it made none, or one that the registry has no longer
 */
record AskedRun(EndedRun run, Optional<Serveable> version) {

    /**
     * Finds it.
     *
     * @throws RunFailedException if there is none, with a sentence for whoever asked
     */
    static AskedRun of(DiagnosisRequested request, ModelObjects versions, PastRuns past) {
        String model = request.model();
        String asked = request.runId();
        Optional<Serveable> version = request.version() != null
                ? Optional.of(named(request, versions))
                : newest(versions.serveable(model), asked);
        if (asked == null && version.isEmpty()) {
            throw new RunFailedException("model " + model + " has no version in the registry: say which run of it");
        }
        String runId = asked != null
                ? asked
                : version.map(found -> found.trained().runId()).orElseThrow();
        EndedRun run = past.of(runId)
                .or(() -> version.flatMap(found -> versions.card(found.trained().artifactKey()))
                        .filter(card -> !card.telemetry().isEmpty())
                        .map(card -> past.of(state(card))))
                .orElseThrow(() -> unknown(runId, version));
        if (!run.request().model().equals(model)) {
            throw new RunFailedException(
                    "run " + runId + " is one of model " + run.request().model() + ", not of " + model);
        }
        return new AskedRun(run, version);
    }

    private static Serveable named(DiagnosisRequested request, ModelObjects versions) {
        Serveable version = versions.serveable(request.model(), String.valueOf(request.version()))
                .orElseThrow(() ->
                        new RunFailedException("model " + request.model() + " has no version " + request.version()));
        String asked = request.runId();
        if (asked != null && !version.trained().runId().equals(asked)) {
            throw new RunFailedException("version " + request.version() + " was not made by run " + asked + " but by "
                    + version.trained().runId());
        }
        return version;
    }

    /** Of a run, or of any. */
    private static Optional<Serveable> newest(List<Serveable> versions, @Nullable String runId) {
        return versions.stream()
                .filter(version -> runId == null || version.trained().runId().equals(runId))
                .findFirst();
    }

    /** What a card says of a run whose own state is gone. */
    private static RunState state(ModelCard card) {
        ModelTrained trained = card.trained();
        return new RunState(
                new TrainingRequested(
                        trained.runId(),
                        trained.model(),
                        trained.dataset(),
                        trained.datasetVersion(),
                        card.recipeName(),
                        Map.of(),
                        card.seed(),
                        trained.trainedAt()),
                RunPlan.carriedOut(card.choices(), Math.max(1, trained.epochs())),
                RunState.Phase.COMPLETED,
                0,
                new EarlyStopping(card.bestEpoch(), 0, 0, 0),
                card.telemetry(),
                trained.seconds(),
                "",
                null);
    }

    private static RunFailedException unknown(String runId, Optional<Serveable> version) {
        return new RunFailedException(
                version.map(found -> "version " + found.trained().version()
                                + " was trained elsewhere, so there is no run to examine; of its answers"
                                + " \"equipoise diagnose --predictions FILE.csv\" tells what they show")
                        .orElse("run " + runId + " is unknown here, or was deleted"));
    }
}
