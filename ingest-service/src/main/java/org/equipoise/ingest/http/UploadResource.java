package org.equipoise.ingest.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.words.Counted;
import org.equipoise.dicom.routing.Target;
import org.equipoise.ingest.archive.Archive;
import org.equipoise.ingest.doors.Arrival;
import org.equipoise.ingest.doors.Deadline;
import org.equipoise.ingest.doors.Delivery;
import org.equipoise.ingest.doors.ObjectOutcome;
import org.equipoise.ingest.doors.ObjectOutcome.Refused;
import org.equipoise.ingest.doors.ObjectOutcome.Stored;
import org.equipoise.ingest.doors.Spool.SpooledObject;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;

/** Images for one dataset: a file, or many in a zip. */
@Path("/datasets/{dataset}/upload")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "doors")
public class UploadResource {

    private static final String ZIP = "application/zip";
    private static final List<String> FILES = List.of("image/png", "image/jpeg", StowResource.DICOM);
    private static final String EXPECTED =
            "Content-Type: " + ZIP + ", or " + String.join(", ", FILES) + " for a single file";

    private static final int MOST_LISTED = 100;

    private final Door door;

    public UploadResource(Door door) {
        this.door = door;
    }

    /**
     * What became of an upload.
     *
     * @param files that were taken; the same files again are taken again, and change nothing
     * @param images that were made of them
     * @param refused how many were not taken
     * @param first of these, at most 100
     */
    public record UploadSummary(int files, int images, int refused, List<RefusedFile> first) {}

    /**
     * A file that was not taken.
     *
     * @param number of the file in the archive, from 1, folders not counted; names are not kept
     */
    public record RefusedFile(int number, String reason, String problem) {}

    /** Takes a file or an archive. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Blocking
    @Operation(
            summary = "Upload images",
            description =
                    "A PNG, JPEG or DICOM file, or a zip of them. Answers when all images are stored and published."
                            + " Names of files are not kept. The same files again change nothing.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = UploadSummary.class)))
    @APIResponse(
            responseCode = "202",
            description = "Some files were not taken",
            content = @Content(schema = @Schema(implementation = UploadSummary.class)))
    @APIResponse(
            responseCode = "400",
            description = "What is no name, or a damaged archive",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "413",
            description = "The body or a file is too large",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "415",
            description = "Another Content-Type",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "422",
            description = "No file was taken",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Too many requests at a time, or the object store or Kafka failed; send it again",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    public Response upload(
            @PathParam("dataset") String dataset,
            @Parameter(description = "The model that is to answer on the images; absent: they are only collected")
                    @QueryParam("model")
                    @Nullable String model,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            InputStream body) {
        MediaType type = Door.type(contentType, EXPECTED);
        String name = (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT);
        var arrival = new Arrival("", null, target(dataset, model));
        if (name.equals(ZIP)) {
            return door.take(delivery -> unpack(body, delivery, arrival), UploadResource::answer);
        }
        if (FILES.contains(name)) {
            return door.take(delivery -> delivery.add(door.bounded(body), arrival), UploadResource::answer);
        }
        throw Door.unsupported(EXPECTED);
    }

    private static Target target(String dataset, @Nullable String model) {
        try {
            return new Target(dataset, model == null || model.isBlank() ? null : model);
        } catch (IllegalArgumentException e) {
            throw Problem.bad(String.valueOf(e.getMessage()));
        }
    }

    private void unpack(InputStream body, Delivery delivery, Arrival arrival) throws IOException {
        try (SpooledObject received = door.archive(body);
                Archive archive = Archive.open(received.file())) {
            Deadline deadline = door.deadline();
            archive.forEach(file -> {
                deadline.check();
                delivery.add(file, arrival);
            });
        }
    }

    private static Response answer(List<ObjectOutcome> outcomes) {
        int taken = 0;
        int images = 0;
        List<RefusedFile> refused = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Stored stored) {
                taken++;
                images += stored.part().objectKeys().size();
            } else {
                var refusal = ((Refused) outcomes.get(i)).refusal();
                refused.add(new RefusedFile(i + 1, refusal.code(), refusal.sentence()));
            }
        }
        if (taken == 0) {
            return Problem.answer(
                    422,
                    refused.isEmpty()
                            ? "the archive has no file"
                            : "none of " + Counted.of(refused.size(), "file") + " was taken; the first: "
                                    + refused.get(0).problem());
        }
        List<RefusedFile> first = refused.subList(0, Math.min(MOST_LISTED, refused.size()));
        return Response.status(refused.isEmpty() ? 200 : 202)
                .entity(EventCodec.write(new UploadSummary(taken, images, refused.size(), first)))
                .build();
    }
}
