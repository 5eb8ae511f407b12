package org.equipoise.monitor.http;

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
import org.equipoise.monitor.canary.CanaryWatch;
import org.equipoise.security.http.Problem;

/** What each scoring instance answered to the labelled images. */
@Path("/models/{model}/canaries")
@Produces(MediaType.APPLICATION_JSON)
public class CanariesResource {

    private static final String CANARIES = """
            [{"replay": {"model": "nodules", "version": "9d3c1b7a2f10", "instance": "scorer-1",
                         "classes": [{"className": "none", "shown": 8, "right": 8, "rightBefore": 8,
                                      "tested": {"images": 300, "right": 285}}],
                         "largestDifference": 4e-7, "inputs": 16, "equalInputs": 16,
                         "replayedAt": "2026-11-23T08:40:00Z", "speaksUntil": "2026-11-23T09:10:00Z"},
              "verdict": {"instance": "scorer-1", "finding": "sound",
                          "sentence": "14 of 16 canaries are answered right, 14 were at registration",
                          "replayedMillis": 1795423200000, "speaksUntilMillis": 1795425000000}}]""";

    private final CanaryWatch watch;

    CanariesResource(CanaryWatch watch) {
        this.watch = watch;
    }

    /** The last replay of every instance. */
    @GET
    @Operation(summary = "The last replay of labelled images by every scoring instance of a model, and what it says")
    @APIResponse(
            responseCode = "200",
            description = "By version and instance; begins anew when the service starts",
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.ARRAY, implementation = CanaryWatch.Seen.class),
                            examples = @ExampleObject(name = "a sound instance", value = CANARIES)))
    @APIResponse(responseCode = "404", description = "No replay of this model was seen")
    public List<CanaryWatch.Seen> canaries(String model) {
        List<CanaryWatch.Seen> seen = watch.of(model);
        if (seen.isEmpty()) {
            throw Problem.of(Response.Status.NOT_FOUND, "no replay of canaries of model \"" + model + "\" was seen");
        }
        return seen;
    }
}
