package org.equipoise.ingest.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedSet;
import java.util.TreeSet;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.StorageException;
import org.equipoise.common.words.Counted;
import org.equipoise.ingest.erasing.Erasure;
import org.equipoise.ingest.erasing.ErasureReport;
import org.equipoise.ingest.erasing.StillStandingException;
import org.equipoise.ingest.kafka.DatasetFreezer;
import org.equipoise.ingest.splitting.PatientGroups;
import org.equipoise.security.http.Problem;
import org.equipoise.security.http.ReadableBody;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A patient's erasure. The key comes in the body, and goes into no log, no answer and no event. */
@Path("/erasures")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "erasures")
public class ErasureResource {

    private static final Logger LOG = Logger.getLogger(ErasureResource.class);

    /** Nobody erases because a word that was to hold it back is not known. */
    private static final ObjectReader REQUEST =
            EventCodec.mapper().readerFor(ErasureRequest.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** As of a key in {@code studies.published}. */
    private static final int MOST_CHARACTERS = 1024;

    /** Nobody needs a key in local mode: then it is who sits at this machine. */
    private static final String LOCAL = "local";

    private final Erasure erasure;
    private final PatientGroups groups;
    private final DatasetFreezer freezer;
    private final SecurityIdentity identity;

    public ErasureResource(Erasure erasure, PatientGroups groups, DatasetFreezer freezer, SecurityIdentity identity) {
        this.erasure = erasure;
        this.groups = groups;
        this.freezer = freezer;
        this.identity = identity;
    }

    /**
     * Whose images go.
     *
     * @param patient the key of the patient, as the sender wrote it; of objects that came through a DICOM door, the
     *     Patient ID
     * @param issuer of the Patient ID, where the objects name one
     * @param withVersions true: frozen versions go also where a champion was trained on them, or where their manifests
     *     are damaged, so that they may hold one of the images
     */
    public record ErasureRequest(
            @Nullable String patient,
            @Nullable String issuer,
            @Nullable Boolean withVersions) {

        /** Without the key. */
        @Override
        public String toString() {
            return "ErasureRequest";
        }
    }

    /** Says what would go. */
    @POST
    @Path("preview")
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(
            summary = "What a patient's erasure would take out",
            description = "Changes nothing. What goes, what stays, and why it would be refused.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ErasureRequest.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ErasureReport.class)))
    @APIResponse(
            responseCode = "400",
            description = "No patient is named, or a field that it does not take",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "The object store or Kafka failed; try again",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    public Response preview(byte @Nullable [] body) {
        ErasureRequest request = request(body);
        return answer(() -> Response.ok(
                        EventCodec.write(erasure.preview(groups(request), Boolean.TRUE.equals(request.withVersions()))))
                .build());
    }

    /** Erases. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(
            summary = "Erase a patient",
            description =
                    "Takes out the patient's images with their labels, the originals, and the frozen versions that"
                            + " hold them. What was broken off is finished by asking again.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ErasureRequest.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ErasureReport.class)))
    @APIResponse(
            responseCode = "400",
            description = "No patient is named, or a field that it does not take",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "409",
            description = "A champion or a run refers to a version, or one is damaged; nothing was erased",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "The object store or Kafka failed, the checks are behind, or more of the patient arrived;"
                    + " asking again goes on",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    public Response erase(byte @Nullable [] body) {
        ErasureRequest request = request(body);
        return answer(() -> {
            String by = identity.isAnonymous() ? LOCAL : identity.getPrincipal().getName();
            ErasureReport report = freezer.whileNothingIsFrozen(
                    () -> erasure.erase(groups(request), Boolean.TRUE.equals(request.withVersions()), by));
            if (!report.done()) {
                return Problem.answer(409, String.join("; ", report.refusals()));
            }
            LOG.infof(
                    "patient erased: datasets=%d images=%d versions=%d",
                    report.images().size(),
                    report.images().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum(),
                    report.versions().size());
            return Response.ok(EventCodec.write(report)).build();
        });
    }

    @FunctionalInterface
    private interface Work {
        Response done();
    }

    private static Response answer(Work work) {
        try {
            return work.done();
        } catch (StillStandingException | StorageException e) {
            return Problem.answer(503, String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            return Problem.answer(503, "Kafka did not say what there is, or did not take what was said; try again");
        }
    }

    private SortedSet<String> groups(ErasureRequest request) {
        return new TreeSet<>(groups.of(String.valueOf(request.patient()), request.issuer()));
    }

    static ErasureRequest request(byte @Nullable [] body) {
        ErasureRequest request = null;
        try {
            request = body == null || body.length == 0 ? null : REQUEST.readValue(body);
        } catch (UnrecognizedPropertyException e) {
            throw Problem.bad("the body takes patient, issuer and withVersions, and no other field; to only look, ask"
                    + " /erasures/preview");
        } catch (JsonProcessingException e) {
            throw ReadableBody.refusal(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read bytes that are in memory", e);
        }
        if (request == null || request.patient() == null || request.patient().isBlank()) {
            throw Problem.bad("the body must name a patient: {\"patient\": \"KEY\"}");
        }
        if (request.patient().length() > MOST_CHARACTERS) {
            throw Problem.bad("patient may have " + Counted.of(MOST_CHARACTERS, "character") + ", got "
                    + request.patient().length());
        }
        return request;
    }
}
