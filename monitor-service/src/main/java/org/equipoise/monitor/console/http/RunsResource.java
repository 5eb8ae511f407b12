package org.equipoise.monitor.console.http;

import java.util.List;
import java.util.stream.IntStream;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.console.TrainingRuns.RunView;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;

/** Trainings. */
@Path("/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs", description = "Trainings, live")
class RunsResource {

    private final ConsoleState state;

    RunsResource(ConsoleState state) {
        this.state = state;
    }

    /**
     * A run and its classes.
     *
     * @param labels classes in the order of the recalls; empty where the dataset version is not known
     * @param fault what is wrong with the answers of its last epoch, in words; absent where no class is lost
     * @param diagnosis why it failed; absent where it was not diagnosed, or long ago
     */
    record RunWithLabels(
            RunView run,
            List<String> labels,
            @Nullable String fault,
            @Nullable DiagnosisMade diagnosis) {}

    @GET
    @Operation(summary = "The latest trainings, the last change first, without their epochs")
    public List<RunView> runs() {
        return state.runs().all();
    }

    @GET
    @Path("/{run}")
    @Operation(summary = "One training, epoch by epoch")
    @APIResponse(responseCode = "200", description = "Loss against the entropy of the prior, recalls, lost classes")
    @APIResponse(responseCode = "404", description = "No such training, or it is long ago")
    public RunWithLabels run(String run) {
        RunView found = state.runs()
                .find(run)
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND,
                        "no training \"" + run + "\" is known here: it never was, or is long ago"));
        List<String> labels = state.datasets()
                .find(String.valueOf(found.dataset()), String.valueOf(found.datasetVersion()))
                .map(frozen -> frozen.labelSet())
                .map(LabelSet::classes)
                .orElse(List.of());
        return new RunWithLabels(
                found,
                labels,
                fault(found, labels),
                state.diagnoses().ofRun(found.model(), found.runId()).orElse(null));
    }

    private static @Nullable String fault(RunView run, List<String> labels) {
        if (run.history().isEmpty()) {
            return null;
        }
        EpochTelemetry last = run.history().get(run.history().size() - 1).telemetry();
        int classes = last.recalls().size();
        List<String> names = labels.size() == classes
                ? labels
                : IntStream.range(0, classes).mapToObj(k -> "class " + k).toList();
        return last.fault().map(fault -> fault.words(new LabelSet(names))).orElse(null);
    }
}
