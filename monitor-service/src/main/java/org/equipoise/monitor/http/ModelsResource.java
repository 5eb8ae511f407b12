package org.equipoise.monitor.http;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.watch.WatchedVersions;

/** How the models are. */
@Path("/models")
public class ModelsResource {

    private final WatchedVersions versions;
    private final CollapsePolicy policy;

    ModelsResource(WatchedVersions versions, CollapsePolicy policy) {
        this.versions = versions;
        this.policy = policy;
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
}
