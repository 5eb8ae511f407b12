package org.equipoise.trainer.http;

import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.security.http.Problem;
import org.equipoise.trainer.registry.DecisionLog;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.registry.VersionSummary;

/** The registry, to look at. */
@Path("/models")
@Tag(name = "models", description = "Versions of models, which one serves, and why")
class ModelsResource {

    private final DecisionLog decisions;
    private final ModelObjects objects;

    ModelsResource(DecisionLog decisions, ModelObjects objects) {
        this.decisions = decisions;
        this.objects = objects;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The last decision about every model, with the version that serves")
    public List<ModelDecided> models() {
        return decisions.all();
    }

    @GET
    @Path("/{model}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The last decision about one model")
    @APIResponse(responseCode = "200", description = "The decision")
    @APIResponse(responseCode = "404", description = "Nothing was decided about this model")
    public Response model(@PathParam("model") String model) {
        return decisions
                .last(model)
                .map(decided -> Response.ok(decided).build())
                .orElseThrow(
                        () -> Problem.of(Response.Status.NOT_FOUND, "nothing was decided about a model of this name"));
    }

    @GET
    @Path("/{model}/versions")
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(summary = "Every version of a model in the registry, the newest first")
    public List<VersionSummary> versions(@PathParam("model") String model) {
        return Requests.named(model) ? VersionSummary.of(model, objects, decisions) : List.of();
    }

    @GET
    @Path("/{model}/versions/{version}/card")
    @Produces(MediaType.TEXT_HTML)
    @Blocking
    @Operation(summary = "A version's model card as a page")
    @APIResponse(responseCode = "200", description = "The page")
    @APIResponse(responseCode = "404", description = "No such version")
    public Response cardPage(@PathParam("model") String model, @PathParam("version") String version) {
        return named(model, version) ? found(objects.cardHtml(model, version)) : found(Optional.empty());
    }

    @GET
    @Path("/{model}/versions/{version}/card")
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(summary = "A version's model card as JSON")
    @APIResponse(responseCode = "200", description = "The card")
    @APIResponse(responseCode = "404", description = "No such version")
    public Response cardJson(@PathParam("model") String model, @PathParam("version") String version) {
        return named(model, version) ? found(objects.cardJson(model, version)) : found(Optional.empty());
    }

    /** Names become parts of object keys: nothing but a name may. */
    private static boolean named(String model, String version) {
        return Requests.named(model) && Requests.named(version);
    }

    private static Response found(Optional<byte[]> card) {
        return card.map(Pages::response)
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND, "no model card: there is no such version of such a model"));
    }
}
