package org.equipoise.monitor.console.http;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.console.ModelFiles.ModelFile;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;

/** What was trained and decided about models. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "models")
class ModelFilesResource {

    private final ConsoleState state;
    private final ObjectStore objects;

    ModelFilesResource(ConsoleState state, ObjectStore objects) {
        this.state = state;
        this.objects = objects;
    }

    /**
     * A model in a list.
     *
     * @param serving the version that serves; absent while none does
     */
    record Registered(String model, @Nullable String serving) {}

    @GET
    @Path("registry")
    @Operation(summary = "Every model that was trained or decided about here, with the version that serves")
    public List<Registered> registry() {
        return state.models().all().stream()
                .map(file -> new Registered(file.model(), file.serving()))
                .toList();
    }

    @GET
    @Path("registry/{model}")
    @Operation(
            summary = "Versions with their evaluations, and decisions, the newest first",
            description =
                    "The topic of decisions is compacted: it keeps the last one for ever, and earlier ones for a time.")
    @APIResponse(responseCode = "200", description = "All that is known about the model")
    @APIResponse(responseCode = "404", description = "Nothing was trained or decided about it here")
    public ModelFile file(String model) {
        return state.models()
                .find(model)
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND,
                        "nothing was trained or decided about a model \"" + model + "\" here"));
    }

    @GET
    @Path("registry/{model}/versions/{version}/card")
    @Blocking
    @Operation(summary = "A version's model card as JSON, as the trainer wrote it")
    @APIResponse(responseCode = "200", description = "The card")
    @APIResponse(responseCode = "404", description = "No such version, or it has no card")
    public Response cardJson(String model, String version) {
        return card(model, version, ObjectKeys.CARD_JSON);
    }

    @GET
    @Path("registry/{model}/versions/{version}/card")
    @Produces(MediaType.TEXT_HTML)
    @Blocking
    @Operation(summary = "A version's model card as a page of its own")
    @APIResponse(responseCode = "200", description = "The page")
    @APIResponse(responseCode = "404", description = "No such version, or it has no card")
    public Response cardPage(String model, String version) {
        return card(model, version, ObjectKeys.CARD_HTML);
    }

    /** Only of versions that are known: their names are safe as parts of a key. */
    private Response card(String model, String version, String name) {
        if (state.models().version(model, version).isEmpty()) {
            throw Problem.of(Response.Status.NOT_FOUND, "no version " + version + " of model " + model);
        }
        return Cards.of(
                objects,
                ObjectKeys.modelVersion(model, version) + name,
                "version " + version + " of model " + model + " has no card");
    }
}
