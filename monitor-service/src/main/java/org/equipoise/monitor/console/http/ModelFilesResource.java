package org.equipoise.monitor.console.http;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.console.ModelFiles.ModelFile;
import org.jspecify.annotations.Nullable;

/** What was trained and decided about models. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "models")
class ModelFilesResource {

    private final ConsoleState state;

    ModelFilesResource(ConsoleState state) {
        this.state = state;
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
        return state.models().find(model).orElseThrow(() -> new NotFoundException("no model " + model));
    }
}
