package org.equipoise.ingest.http;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.StorageException;
import org.equipoise.ingest.datasets.DatasetCounts;
import org.equipoise.ingest.datasets.DatasetSummary;
import org.equipoise.ingest.freezing.FreezeOutcome;
import org.equipoise.ingest.kafka.DatasetFreezer;
import org.jspecify.annotations.Nullable;

/** Datasets: how they stand, and freezing them. */
@Path("/datasets/{dataset}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "datasets")
public class DatasetResource {

    private final DatasetCounts counts;
    private final DatasetFreezer freezer;

    public DatasetResource(DatasetCounts counts, DatasetFreezer freezer) {
        this.counts = counts;
        this.freezer = freezer;
    }

    /**
     * What to freeze.
     *
     * @param side pixels on a side of the packed images; absent: their most frequent size, within the limit
     */
    public record FreezeRequest(@Nullable Integer side) {}

    /** Counts by class, split and standing. */
    @GET
    @Operation(summary = "How a dataset stands", description = "Counts by class, split and standing, as of now.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DatasetSummary.class)))
    @APIResponse(
            responseCode = "404",
            description = "No such dataset",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    public Response summary(@PathParam("dataset") String dataset) {
        return counts.summary(dataset)
                .map(summary -> Response.ok(EventCodec.write(summary)).build())
                .orElseGet(() -> new Problem("unknown-dataset", "no dataset " + dataset).response(404));
    }

    /** Freezes the dataset as it stands. */
    @POST
    @Path("freeze")
    @Blocking
    @Operation(
            summary = "Freeze a dataset",
            description = "Packs the accepted images into an immutable version. The same content has the same version.")
    @RequestBody(required = false, content = @Content(schema = @Schema(implementation = FreezeRequest.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DatasetFrozen.class)))
    @APIResponse(
            responseCode = "400",
            description = "The request makes no sense",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "404",
            description = "No such dataset",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "409",
            description = "Labels are being checked again; try again",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "422",
            description = "The dataset cannot be trained on as it is",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "The object store failed; try again",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    public Response freeze(@PathParam("dataset") String dataset, byte @Nullable [] body) {
        OptionalInt side;
        try {
            side = side(body);
        } catch (MalformedEventException e) {
            return new Problem("bad-request", String.valueOf(e.getMessage())).response(400);
        }
        try {
            DatasetFreezer.Result result = freezer.freeze(dataset, side);
            if (result instanceof DatasetFreezer.Result.Refused refused) {
                return refused(refused.refusal());
            }
            return Response.ok(EventCodec.write(((DatasetFreezer.Result.Frozen) result).event()))
                    .build();
        } catch (StorageException e) {
            return new Problem("object-store", String.valueOf(e.getMessage())).response(503);
        }
    }

    private static OptionalInt side(byte @Nullable [] body) throws MalformedEventException {
        if (body == null || new String(body, StandardCharsets.UTF_8).isBlank()) {
            return OptionalInt.empty();
        }
        Integer side = EventCodec.read(body, FreezeRequest.class).side();
        return side == null ? OptionalInt.empty() : OptionalInt.of(side);
    }

    private static Response refused(FreezeOutcome.Refused refused) {
        return switch (refused.refusal()) {
            case BAD_REQUEST -> new Problem("bad-request", refused.message()).response(400);
            case UNKNOWN_DATASET -> new Problem("unknown-dataset", refused.message()).response(404);
            case IN_FLUX -> new Problem("in-flux", refused.message()).response(409);
            case UNFIT -> new Problem("unfit", refused.message()).response(422);
        };
    }
}
