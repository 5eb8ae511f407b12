package org.equipoise.monitor.console.http;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.console.ShownImage;
import org.equipoise.security.http.Parameters;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;

/** What images in the review queue look like. */
@Path("/review/{dataset}/{image}/pixels")
@Tag(name = "review")
class PixelsResource {

    private final Object turn = new Object();

    private final ConsoleState state;
    private final ObjectStore objects;

    PixelsResource(ConsoleState state, ObjectStore objects) {
        this.state = state;
        this.objects = objects;
    }

    @GET
    @Produces("image/png")
    @Blocking
    @Operation(
            summary = "The canonical image, as PNG; of images in the queue, and of those of their studies, only",
            description =
                    "An image of 16 bits is brought to 8, which a browser can show: through the window of the newest"
                            + " version of its dataset, or between its own percentiles where none has a window. The header"
                            + " Equipoise-Window says which.")
    @APIResponse(responseCode = "200", description = "The image")
    @APIResponse(responseCode = "400", description = "depth is neither shown nor stored")
    @APIResponse(responseCode = "404", description = "It is not to be looked at, or not stored")
    @APIResponse(responseCode = "503", description = OpenQueue.LATER)
    public Response pixels(
            String dataset,
            String image,
            @Parameter(description = "shown, or stored: with all bits, as it is stored") @QueryParam("depth") @Nullable String depth) {
        if (state.studies().together(dataset, image).stream()
                .noneMatch(other -> OpenQueue.of(state).concerns(dataset, other))) {
            OpenQueue.requireConcerned(state, dataset, image);
        }
        boolean stored = "stored".equals(Parameters.oneOf("depth", depth, List.of("shown", "stored")));
        return objects.get(Bucket.IMAGES, ObjectKeys.image(dataset, image))
                .map(bytes -> stored ? ShownImage.stored(bytes) : shown(bytes, dataset))
                .map(PixelsResource::picture)
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND, "image " + image + " of dataset " + dataset + " is not stored"))
                .build();
    }

    private ShownImage shown(byte[] png, String dataset) {
        ValueWindow window =
                state.datasets().newest(dataset).map(DatasetFrozen::window).orElse(null);
        // A large image takes a few hundred megabytes meanwhile.
        synchronized (turn) {
            return ShownImage.of(png, window);
        }
    }

    private static Response.ResponseBuilder picture(ShownImage image) {
        Response.ResponseBuilder response = Response.ok(image.png()).header("Cache-Control", "private, max-age=300");
        ValueWindow window = image.window();
        return window == null
                ? response
                : response.header("Equipoise-Window", window.low() + " to " + window.high() + ", " + window.rule());
    }
}
