package org.equipoise.monitor.http;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.history.VersionHistory;
import org.equipoise.monitor.history.VersionHistory.Sample;
import org.equipoise.monitor.rhythm.RhythmPolicy;
import org.equipoise.monitor.watch.WatchedVersion;
import org.equipoise.monitor.watch.WatchedVersions;
import org.equipoise.security.http.Problem;

/** How the models are. */
@Path("/models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelsResource {

    private static final String MODELS = """
            [{"model": "nodules", "version": "9d3c1b7a2f10", "condition": "collapsed", "since": "2026-11-23T08:00:00Z",
              "predictions": 422, "studies": 420, "lastPredictedAt": "2026-11-23T08:40:00Z",
              "recentShares": [{"className": "none", "share": 0.99, "answers": 385},
                               {"className": "benign", "share": 0.01, "answers": 37}],
              "silent": []}]""";
    private static final String COLLAPSE = """
            [{"model": "nodules", "version": "9d3c1b7a2f10", "condition": "collapsed", "since": "2026-11-23T08:00:00Z",
              "evidence": 1300000.0, "threshold": 1000000.0, "meanStudiesBetweenFalseAlarms": 1000000.0,
              "referenceImages": 1000, "referenceLearned": false, "studiesTested": 420, "studiesPerDay": 640.0,
              "classes": [{"className": "none", "recentShare": 0.99, "healthyShare": 0.87, "healthyLowerBound": 0.84,
                           "healthyUpperBound": 0.9, "evidence": 1299998.0, "delayOfTotalCollapse": 131,
                           "delayDays": 0.2, "studiesSinceAnswered": 0, "studiesUntilMissing": 9}],
              "outputs": []}]""";

    private final WatchedVersions versions;
    private final CollapsePolicy policy;
    private final RhythmPolicy rhythmPolicy;
    private final VersionHistory history;
    private final Clock clock;

    ModelsResource(
            WatchedVersions versions,
            CollapsePolicy policy,
            RhythmPolicy rhythmPolicy,
            VersionHistory history,
            Clock clock) {
        this.versions = versions;
        this.policy = policy;
        this.rhythmPolicy = rhythmPolicy;
        this.history = history;
        this.clock = clock;
    }

    /** Every version watched. */
    @GET
    @Operation(summary = "Every model version that is watched, with its condition and since when")
    @APIResponse(
            responseCode = "200",
            description = "Versions by model and version",
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.ARRAY, implementation = ModelView.class),
                            examples = @ExampleObject(name = "a collapsed version", value = MODELS)))
    @APIResponse(responseCode = "503", description = "The state is still being restored")
    public List<ModelView> models() {
        Instant now = clock.instant();
        return versions.all().stream()
                .map(version -> ModelView.of(version, rhythmPolicy, now))
                .toList();
    }

    /** The evidence about every version of one model. */
    @GET
    @Path("/{model}/collapse")
    @Operation(summary = "Evidence of collapse against its threshold, for each version and class of a model")
    @APIResponse(
            responseCode = "200",
            description = "One entry per version",
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.ARRAY, implementation = CollapseView.class),
                            examples = @ExampleObject(name = "evidence, one class of three shown", value = COLLAPSE)))
    @APIResponse(responseCode = "404", description = "No prediction of this model was seen")
    @APIResponse(responseCode = "503", description = "The state is still being restored")
    public List<CollapseView> collapse(String model) {
        List<CollapseView> found = versions.all().stream()
                .filter(version -> version.model().equals(model))
                .map(version -> CollapseView.of(version, policy, version.conditionAt(clock.instant(), rhythmPolicy)))
                .toList();
        if (found.isEmpty()) {
            throw Problem.of(Response.Status.NOT_FOUND, "no prediction of model \"" + model + "\" was seen");
        }
        return found;
    }

    /**
     * How one version went.
     *
     * @param labels class names in class-index order
     * @param samples oldest first, the last one of this moment
     */
    public record HistoryView(String model, String version, List<String> labels, List<Sample> samples) {}

    /** What every version of one model answered, as far as this instance saw it. */
    @GET
    @Path("/{model}/history")
    @Operation(summary = "Shares of the answers and evidence as they went, for each version of a model")
    @APIResponse(responseCode = "200", description = "One entry per version; begins anew when the service starts")
    @APIResponse(responseCode = "404", description = "No prediction of this model was seen")
    public List<HistoryView> history(String model) {
        List<HistoryView> found = versions.all().stream()
                .filter(version -> version.model().equals(model))
                .map(this::history)
                .toList();
        if (found.isEmpty()) {
            throw Problem.of(Response.Status.NOT_FOUND, "no prediction of model \"" + model + "\" was seen");
        }
        return found;
    }

    private HistoryView history(WatchedVersion version) {
        List<Sample> samples = new ArrayList<>(history.of(version.model(), version.version()));
        samples.add(VersionHistory.sample(version, System.currentTimeMillis()));
        return new HistoryView(version.model(), version.version(), version.labels(), samples);
    }
}
