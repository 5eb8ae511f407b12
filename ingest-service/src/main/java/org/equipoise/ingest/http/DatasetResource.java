package org.equipoise.ingest.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.smallrye.common.annotation.Blocking;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.comparing.CompareOutcome;
import org.equipoise.common.comparing.DatasetDiff;
import org.equipoise.common.comparing.VersionComparison;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.Fit;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.StorageException;
import org.equipoise.ingest.datasets.DatasetCounts;
import org.equipoise.ingest.datasets.DatasetSummary;
import org.equipoise.ingest.freezing.FreezeOutcome;
import org.equipoise.ingest.freezing.FreezeWish;
import org.equipoise.ingest.freezing.WindowWish;
import org.equipoise.ingest.kafka.DatasetFreezer;
import org.equipoise.security.http.Problem;
import org.equipoise.security.http.ReadableBody;
import org.jspecify.annotations.Nullable;

/** Datasets: how they stand, freezing them, and what differs between versions. */
@Path("/datasets/{dataset}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "datasets")
public class DatasetResource {

    private static final ObjectReader REQUEST = EventCodec.mapper().readerFor(FreezeRequest.class);

    private final DatasetCounts counts;
    private final DatasetFreezer freezer;
    private final VersionComparison comparison;

    public DatasetResource(DatasetCounts counts, DatasetFreezer freezer, VersionComparison comparison) {
        this.counts = counts;
        this.freezer = freezer;
        this.comparison = comparison;
    }

    /**
     * What to freeze.
     *
     * @param side pixels on a side of the packed images, 8 to 512; absent: their most frequent size, within the limit
     * @param window of images of 16 bits: {@code LOW:HIGH} in stored values, {@code LOW:HIGHHU} in Hounsfield units, or
     *     {@code percentiles} of the training samples; absent: fixed for CT, else percentiles
     * @param fit how images of another aspect come into the shape: {@code stretch}, {@code pad} (their edges are
     *     repeated) or {@code crop}; absent: they are stretched
     * @param validationFromTraining whether a version without validation images gets about 15 % of the training images
     *     as its validation split, by the hash of the patient; absent: no
     */
    public record FreezeRequest(
            @Nullable Integer side,
            @Nullable String window,
            @Nullable String fit,
            @Nullable Boolean validationFromTraining) {}

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
                .orElseGet(() -> Problem.answer(404, "no dataset " + dataset));
    }

    /** Freezes the dataset as it stands. */
    @POST
    @Path("freeze")
    @Consumes(MediaType.APPLICATION_JSON)
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
        FreezeWish wish = wish(body);
        try {
            DatasetFreezer.Result result = freezer.freeze(dataset, wish);
            if (result instanceof DatasetFreezer.Result.Refused refused) {
                return refused(refused.refusal());
            }
            return Response.ok(EventCodec.write(((DatasetFreezer.Result.Frozen) result).event()))
                    .build();
        } catch (StorageException e) {
            return Problem.answer(503, String.valueOf(e.getMessage()));
        }
    }

    /** Compares two frozen versions. */
    @GET
    @Path("diff")
    @Blocking
    @Operation(
            summary = "What differs between two versions",
            description = "Images that were added, removed, given another class or moved to another split, counted by"
                    + " class and split; the first " + VersionComparison.MOST_LISTED
                    + " of each, by image id, are listed.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DatasetDiff.class)))
    @APIResponse(
            responseCode = "400",
            description = "What is no name, or the same version twice",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "404",
            description = "Nothing of this dataset was frozen, or not this version",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "422",
            description = "A manifest is too long, is gone, or cannot be read",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "The object store or Kafka failed; try again",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    public Response diff(
            @PathParam("dataset") String dataset,
            @Parameter(description = "The version before; absent: the one that was frozen before the other")
                    @QueryParam("from")
                    @Nullable String from,
            @Parameter(description = "The version after; absent: the newest") @QueryParam("to") @Nullable String to) {
        NameParameter.require("dataset", dataset);
        try {
            CompareOutcome outcome = comparison.compare(dataset, version("from", from), version("to", to));
            return outcome instanceof CompareOutcome.Refused refused
                    ? refused(refused)
                    : Response.ok(EventCodec.write(((CompareOutcome.Compared) outcome).diff()))
                            .build();
        } catch (StorageException e) {
            return Problem.answer(503, String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            return Problem.answer(503, "Kafka did not say what was frozen; try again");
        }
    }

    private static Optional<String> version(String parameter, @Nullable String given) {
        return given == null || given.isBlank()
                ? Optional.empty()
                : Optional.of(NameParameter.require(parameter, given));
    }

    private static Response refused(CompareOutcome.Refused refused) {
        return switch (refused.refusal()) {
            case BAD_REQUEST -> Problem.answer(400, refused.message());
            case UNKNOWN -> Problem.answer(404, refused.message());
            case UNREADABLE -> Problem.answer(422, refused.message());
        };
    }

    private static FreezeWish wish(byte @Nullable [] body) {
        FreezeRequest request = request(body);
        try {
            return new FreezeWish(
                    request.side() == null ? OptionalInt.empty() : OptionalInt.of(request.side()),
                    WindowWish.of(request.window()),
                    request.fit() == null ? Fit.STRETCH : Fit.of(request.fit()),
                    Boolean.TRUE.equals(request.validationFromTraining()));
        } catch (IllegalArgumentException e) {
            throw Problem.bad(String.valueOf(e.getMessage()));
        }
    }

    private static FreezeRequest request(byte @Nullable [] body) {
        var nothing = new FreezeRequest(null, null, null, null);
        if (body == null || new String(body, StandardCharsets.UTF_8).isBlank()) {
            return nothing;
        }
        try {
            FreezeRequest request = REQUEST.readValue(body);
            return request == null ? nothing : request;
        } catch (JsonProcessingException e) {
            throw ReadableBody.refusal(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read bytes that are in memory", e);
        }
    }

    private static Response refused(FreezeOutcome.Refused refused) {
        return switch (refused.refusal()) {
            case BAD_REQUEST -> Problem.answer(400, refused.message());
            case UNKNOWN_DATASET -> Problem.answer(404, refused.message());
            case IN_FLUX -> Problem.answer(409, refused.message());
            case UNFIT -> Problem.answer(422, refused.message());
        };
    }
}
