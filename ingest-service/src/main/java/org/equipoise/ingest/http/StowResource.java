package org.equipoise.ingest.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.ingest.doors.Arrival;
import org.equipoise.ingest.doors.Delivery;
import org.equipoise.ingest.doors.ObjectOutcome;
import org.equipoise.ingest.doors.Refusal;
import org.equipoise.ingest.doors.SenderUids;
import org.equipoise.ingest.multipart.MultipartReader;
import org.equipoise.ingest.multipart.MultipartReader.Part;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;

/** DICOMweb's store transaction, STOW-RS (PS3.18, 10.5). */
@Path("/dicom-web/studies")
@Tag(name = "doors")
public class StowResource {

    static final String DICOM = "application/dicom";
    private static final String DICOM_JSON = "application/dicom+json";
    private static final String EXPECTED = "Content-Type: multipart/related; type=\"" + DICOM + "\"; boundary=...";

    private final Door door;

    public StowResource(Door door) {
        this.door = door;
    }

    /** Stores instances of any study. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces({DICOM_JSON, MediaType.APPLICATION_JSON})
    @Blocking
    @Operation(
            summary = "Store DICOM instances",
            description =
                    "Answers when the images of all instances are stored and their studies published. Which dataset"
                            + " an instance joins is said by the service's rules. The same instances again change nothing.")
    @APIResponse(responseCode = "200", description = "All instances were taken")
    @APIResponse(responseCode = "202", description = "Some instances were taken")
    @APIResponse(responseCode = "409", description = "No instance was taken; the data set says why")
    @APIResponse(
            responseCode = "400",
            description = "The body is cut off or no multipart body",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "413",
            description = "The body or an instance is too large",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "415",
            description = "Another Content-Type",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Too many requests at a time, or the object store or Kafka failed; send it again",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    public Response store(@HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType, InputStream body) {
        return stored(contentType, body, null);
    }

    /** Stores instances of one study. */
    @POST
    @Path("{study}")
    @Consumes(MediaType.WILDCARD)
    @Produces({DICOM_JSON, MediaType.APPLICATION_JSON})
    @Blocking
    @Operation(
            summary = "Store DICOM instances of one study",
            description = "As without a study; instances of another study are not taken.")
    @APIResponse(responseCode = "200", description = "All instances were taken")
    public Response storeOfStudy(
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @PathParam("study") String study,
            InputStream body) {
        if (!SenderUids.isUid(study)) {
            throw Problem.bad("the study must be a UID: numbers with dots between, at most 64 characters");
        }
        return stored(contentType, body, study);
    }

    private Response stored(@Nullable String contentType, InputStream body, @Nullable String study) {
        MediaType type = Door.type(contentType, EXPECTED);
        String root = type.getParameters().getOrDefault("type", DICOM);
        String boundary = type.getParameters().get("boundary");
        if (!isMultipart(type) || !root.equalsIgnoreCase(DICOM) || boundary == null) {
            throw Door.unsupported(EXPECTED);
        }
        var arrival = new Arrival("", study, null);
        return door.take(
                delivery -> {
                    var parts = new MultipartReader(door.bounded(body), boundary, door.multipartLimits());
                    for (Optional<Part> part = parts.next(); part.isPresent(); part = parts.next()) {
                        add(delivery, part.get(), arrival);
                    }
                },
                StowResource::answer);
    }

    private static void add(Delivery delivery, Part part, Arrival arrival) throws IOException {
        if (part.contentType().isEmpty() || part.contentType().equals(DICOM)) {
            delivery.add(part.body(), arrival);
        } else {
            delivery.refuse(
                    new Refusal(Refusal.Kind.UNSUPPORTED, "CONTENT_TYPE", "a part is of another type than " + DICOM));
        }
    }

    static boolean isMultipart(MediaType type) {
        return type.getType().equalsIgnoreCase("multipart") && type.getSubtype().equalsIgnoreCase("related");
    }

    private static Response answer(List<ObjectOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return Problem.answer(400, "the body has no part");
        }
        StoreResponse stored = StoreResponse.of(outcomes);
        Response.ResponseBuilder response =
                Response.status(stored.status()).type(DICOM_JSON).entity(EventCodec.write(stored.dataSet()));
        stored.warnings().forEach(sentence -> response.header("Warning", "299 equipoise \"" + quoted(sentence) + "\""));
        return response.build();
    }

    private static String quoted(String sentence) {
        return sentence.replaceAll("[^ -~]", "?").replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
