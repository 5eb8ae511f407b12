package org.equipoise.monitor.console.http;

import java.util.List;

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
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.security.http.Problem;

/** Why runs of a model failed, and what its alerts come from. */
@Path("/registry/{model}/diagnoses")
@Tag(name = "models")
class DiagnosesResource {

    private static final String JSON = ".json";
    private static final String HTML = ".html";

    private final ConsoleState state;
    private final ObjectStore objects;

    DiagnosesResource(ConsoleState state, ObjectStore objects) {
        this.state = state;
        this.objects = objects;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The last diagnoses of a model in short, the newest first; of its runs, and of its alerts")
    @APIResponse(responseCode = "200", description = "Sentence, causes and proof of each; empty where there is none")
    public List<DiagnosisMade> diagnoses(@PathParam("model") String model) {
        return state.diagnoses().of(model);
    }

    @GET
    @Path("/{diagnosis}")
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(summary = "The whole diagnosis with its evidence as JSON, as the trainer wrote it")
    @APIResponse(responseCode = "200", description = "The card")
    @APIResponse(responseCode = "404", description = "No such diagnosis is known, or its card is not there any more")
    public Response cardJson(@PathParam("model") String model, @PathParam("diagnosis") String diagnosis) {
        return card(model, diagnosis, JSON);
    }

    @GET
    @Path("/{diagnosis}")
    @Produces(MediaType.TEXT_HTML)
    @Blocking
    @Operation(summary = "The whole diagnosis as a page of its own, with its pictures")
    @APIResponse(responseCode = "200", description = "The page")
    @APIResponse(responseCode = "404", description = "No such diagnosis is known, or its card is not there any more")
    public Response cardPage(@PathParam("model") String model, @PathParam("diagnosis") String diagnosis) {
        return card(model, diagnosis, HTML);
    }

    /** Only of diagnoses that are known, and only what lies among their model's: an event may say any key. */
    private Response card(String model, String diagnosis, String ending) {
        DiagnosisMade made = state.diagnoses()
                .find(model, diagnosis)
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND,
                        "no diagnosis \"" + diagnosis + "\" of model \"" + model + "\" is known here: it never was, or"
                                + " is long ago"));
        String missing = "diagnosis " + diagnosis + " of model " + model + " has no card";
        String key = made.cardKey();
        if (!key.startsWith(ObjectKeys.diagnoses(model)) || !key.endsWith(JSON) || !ObjectKeys.isPossible(key)) {
            throw Problem.of(Response.Status.NOT_FOUND, missing);
        }
        return Cards.of(objects, key.substring(0, key.length() - JSON.length()) + ending, missing);
    }
}
