package org.equipoise.trainer.http;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

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
import org.equipoise.trainer.diagnosis.DiagnosedRun;
import org.equipoise.trainer.diagnosis.KeptDiagnoses;

/** Why runs collapsed, to look at. */
@Path("/models/{model}/diagnoses")
@Tag(name = "models", description = "Versions of models, which one serves, and why")
class DiagnosesResource {

    private static final String JSON = ".json";
    private static final int MOST = 100;

    private final ObjectStore objects;
    private final KeptDiagnoses kept;

    DiagnosesResource(ObjectStore objects) {
        this.objects = objects;
        kept = new KeptDiagnoses(objects);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(summary = "The runs of a model that were diagnosed, the newest first, 100 at most")
    public List<DiagnosedRun> runs(@PathParam("model") String model) {
        if (!Requests.named(model)) {
            return List.of();
        }
        String folder = ObjectKeys.diagnoses(model);
        return objects.list(Bucket.MODELS, folder).stream()
                .filter(key -> key.endsWith(JSON))
                .flatMap(key -> kept
                        .at(key)
                        .map(card ->
                                DiagnosedRun.of(key.substring(folder.length(), key.length() - JSON.length()), card))
                        .stream())
                .sorted(Comparator.comparing(DiagnosedRun::at).reversed())
                .limit(MOST)
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
        return Response.ok(found(model, runId, ObjectKeys::diagnosis)).build();
    }

    @GET
    @Path("/{runId}")
    @Produces(MediaType.TEXT_HTML)
    @Blocking
    @Operation(summary = "The same as a page")
    @APIResponse(responseCode = "200", description = "The page")
    @APIResponse(responseCode = "404", description = "The run was not diagnosed")
    public Response page(@PathParam("model") String model, @PathParam("runId") String runId) {
        return Pages.response(found(model, runId, ObjectKeys::diagnosisPage));
    }

    private byte[] found(String model, String runId, BinaryOperator<String> key) {
        Optional<byte[]> found = Requests.named(model) && Requests.named(runId)
                ? objects.get(Bucket.MODELS, key.apply(model, runId))
                : Optional.empty();
        return found.orElseThrow(() -> Problem.of(
                Response.Status.NOT_FOUND,
                "no run of this id and model was diagnosed: that is done for runs that collapsed, diverged or were"
                        + " refused for their recalls"));
    }
}
