package org.equipoise.trainer.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.equipoise.common.events.DiagnosisRequested;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.registry.ModelObjects.Serveable;
import org.equipoise.trainer.training.EndedRun;
import org.equipoise.trainer.training.RunFailedException;
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
     * @param past runs that have ended, by their ids
     * @throws RunFailedException if there is none, with a sentence for whoever asked
     */
    static AskedRun of(DiagnosisRequested request, ModelObjects versions, Function<String, Optional<EndedRun>> past) {
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
        EndedRun run = past.apply(runId).orElseThrow(() -> unknown(runId, version));
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

    private static RunFailedException unknown(String runId, Optional<Serveable> version) {
        return new RunFailedException(version.isPresent()
                ? "version " + version.get().trained().version()
                        + " was trained elsewhere, or its run was deleted: there is no run to examine, but its answers can"
                        + " be: \"equipoise diagnose --predictions FILE.csv\""
                : "run " + runId + " is unknown here, or was deleted");
    }
}
