package org.equipoise.monitor.http;

import java.util.ArrayList;
import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.history.VersionHistory;
import org.equipoise.monitor.history.VersionHistory.Sample;
import org.equipoise.monitor.watch.WatchedVersion;
import org.equipoise.monitor.watch.WatchedVersions;

/** How the models are. */
@Path("/models")
public class ModelsResource {

    private final WatchedVersions versions;
    private final CollapsePolicy policy;
    private final VersionHistory history;

    ModelsResource(WatchedVersions versions, CollapsePolicy policy, VersionHistory history) {
        this.versions = versions;
        this.policy = policy;
        this.history = history;
    }

    /** Every version watched. */
    @GET
    @Operation(summary = "Every model version that is watched, with its condition and since when")
    @APIResponse(responseCode = "200", description = "Versions by model and version")
    @APIResponse(responseCode = "503", description = "The state is still being restored")
    public List<ModelView> models() {
        return versions.all().stream().map(ModelView::of).toList();
    }

    /** The evidence about every version of one model. */
    @GET
    @Path("/{model}/collapse")
    @Operation(summary = "Evidence of collapse against its threshold, for each version and class of a model")
    @APIResponse(responseCode = "200", description = "One entry per version")
    @APIResponse(responseCode = "404", description = "No prediction of this model was seen")
    @APIResponse(responseCode = "503", description = "The state is still being restored")
    public List<CollapseView> collapse(String model) {
        List<CollapseView> found = versions.all().stream()
                .filter(version -> version.model().equals(model))
                .map(version -> CollapseView.of(version, policy))
                .toList();
        if (found.isEmpty()) {
            throw new NotFoundException("no prediction of model \"" + model + "\" was seen");
        }
        return found;
    }

    /**
     * The last hour of one version.
     *
     * @param labels class names in class-index order
     * @param samples oldest first, the last one of this moment
     */
    public record HistoryView(String model, String version, List<String> labels, List<Sample> samples) {}

    /** What every version of one model answered within the last hour, as far as this instance saw it. */
    @GET
    @Path("/{model}/history")
    @Operation(summary = "Shares of the answers and evidence over the last hour, for each version of a model")
    @APIResponse(responseCode = "200", description = "One entry per version; begins anew when the service starts")
    @APIResponse(responseCode = "404", description = "No prediction of this model was seen")
    public List<HistoryView> history(String model) {
        List<HistoryView> found = versions.all().stream()
                .filter(version -> version.model().equals(model))
                .map(this::history)
                .toList();
        if (found.isEmpty()) {
            throw new NotFoundException("no prediction of model \"" + model + "\" was seen");
        }
        return found;
    }

    private HistoryView history(WatchedVersion version) {
        List<Sample> samples = new ArrayList<>(history.of(version.model(), version.version()));
        samples.add(VersionHistory.sample(version, System.currentTimeMillis()));
        return new HistoryView(version.model(), version.version(), version.labels(), samples);
    }
}
