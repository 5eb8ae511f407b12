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
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.security.http.Problem;

/** Why runs collapsed, to look at. */
@Path("/models/{model}/diagnoses")
@Tag(name = "models", description = "Versions of models, which one serves, and why")
class DiagnosesResource {

    private static final String JSON = ".json";

    private final ObjectStore objects;

    DiagnosesResource(ObjectStore objects) {
        this.objects = objects;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(summary = "The runs of a model that were diagnosed, by their ids")
    public List<String> runs(@PathParam("model") String model) {
        if (!Requests.named(model)) {
            return List.of();
        }
        String folder = ObjectKeys.diagnoses(model);
        return objects.list(Bucket.MODELS, folder).stream()
                .filter(key -> key.endsWith(JSON))
                .map(key -> key.substring(folder.length(), key.length() - JSON.length()))
                .sorted()
                .toList();
    }

    @GET
    @Path("/{runId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(summary = "Why a run collapsed: causes, evidence, the proof")
    @APIResponse(responseCode = "200", description = "The card")
    @APIResponse(responseCode = "404", description = "The run was not diagnosed")
    public Response card(@PathParam("model") String model, @PathParam("runId") String runId) {
        Optional<byte[]> card = Requests.named(model) && Requests.named(runId)
                ? objects.get(Bucket.MODELS, ObjectKeys.diagnosis(model, runId))
                : Optional.empty();
        return Response.ok(card.orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND,
                        "no run of this id and model was diagnosed: that is done for runs that collapsed, diverged or"
                                + " were refused for their recalls")))
                .build();
    }
}
