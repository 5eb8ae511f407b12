package org.equipoise.ingest.http;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.StorageException;
import org.equipoise.ingest.erasing.VersionRemoval;
import org.equipoise.ingest.exporting.VersionExport;
import org.equipoise.ingest.kafka.DatasetFreezer;
import org.equipoise.security.http.Problem;
import org.jboss.logging.Logger;

/** Frozen versions as files. */
@Path("/datasets/{dataset}/versions/{version}")
@Tag(name = "datasets")
public class VersionResource {

    private static final Logger LOG = Logger.getLogger(VersionResource.class);

    /** Exports at once: each holds a thread and a manifest for as long as its reader takes. */
    private static final int MOST_EXPORTS = 2;

    private static final String ZIP = "application/zip";

    private final VersionExport export;
    private final VersionRemoval removal;
    private final DatasetFreezer freezer;
    private final Semaphore exports = new Semaphore(MOST_EXPORTS);

    public VersionResource(VersionExport export, VersionRemoval removal, DatasetFreezer freezer) {
        this.export = export;
        this.removal = removal;
        this.freezer = freezer;
    }

    /**
     * What was taken out.
     *
     * @param images that it held; they stay in the dataset
     */
    public record Removed(String dataset, String version, long images) {}

    /** Takes a version out. */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(
            summary = "Delete a frozen version",
            description = "Its packs, its manifest, and what says that it was frozen. The images stay in the dataset."
                    + " Refused where a model was trained on it, or a run is.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Removed.class)))
    @APIResponse(
            responseCode = "400",
            description = "What is no name",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "404",
            description = "This version was not frozen, or is deleted already",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "409",
            description = "A model or a run refers to it",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "The object store or Kafka failed; asking again goes on",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    public Response delete(@PathParam("dataset") String dataset, @PathParam("version") String version) {
        NameParameter.require("dataset", dataset);
        NameParameter.require("version", version);
        try {
            VersionRemoval.Outcome outcome = freezer.whileNothingIsFrozen(() -> removal.remove(dataset, version));
            if (outcome instanceof VersionRemoval.Outcome.Unknown) {
                return Problem.answer(404, "dataset " + dataset + " has no version " + version);
            }
            if (outcome instanceof VersionRemoval.Outcome.Referred referred) {
                return Problem.answer(
                        409,
                        "version " + version + " of dataset " + dataset + " is referred to by "
                                + String.join(", ", referred.references()));
            }
            LOG.infof("version deleted: dataset=%s version=%s", dataset, version);
            long images = ((VersionRemoval.Outcome.Removed) outcome).images();
            return Response.ok(EventCodec.write(new Removed(dataset, version, images)))
                    .build();
        } catch (StorageException e) {
            return Problem.answer(503, String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            return Problem.answer(503, "Kafka did not say what was frozen; try again");
        }
    }

    /** The images and their classes. */
    @GET
    @Path("export")
    @Produces({ZIP, MediaType.APPLICATION_JSON})
    @Blocking
    @Operation(
            summary = "A frozen version as a zip",
            description = "manifest.csv with path, label, split and patient (a pseudonym), and the images as"
                    + " SPLIT/CLASS/IMAGEID.png. An archive that was broken off has no directory and opens nowhere.")
    @APIResponse(responseCode = "200", content = @Content(mediaType = ZIP))
    @APIResponse(
            responseCode = "400",
            description = "What is no name",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "404",
            description = "This version was not frozen, or is not stored any more",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "The object store or Kafka failed, or others are exporting; try again",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    public Response export(
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @Context HttpServerRequest request) {
        NameParameter.require("dataset", dataset);
        NameParameter.require("version", version);
        try {
            Optional<DatasetFrozen> frozen = export.version(dataset, version);
            if (frozen.isEmpty()) {
                return Problem.answer(404, "dataset " + dataset + " has no version " + version);
            }
            if (!export.isStored(frozen.get())) {
                return Problem.answer(404, "version " + version + " of dataset " + dataset + " is not stored any more");
            }
            if (request.method().equals(HttpMethod.HEAD)) {
                return Response.ok().type(ZIP).build();
            }
            if (!exports.tryAcquire()) {
                return Problem.answer(503, MOST_EXPORTS + " versions are being exported; try again when one is done");
            }
            return Response.ok(written(frozen.get(), request.response()))
                    .type(ZIP)
                    .header("Content-Disposition", "attachment; filename=\"" + dataset + "-" + version + ".zip\"")
                    .build();
        } catch (StorageException e) {
            return Problem.answer(503, String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            return Problem.answer(503, "Kafka did not say what was frozen; try again");
        }
    }

    /** A status can be sent no more once the archive has begun: the reader sees the connection end before its time. */
    private StreamingOutput written(DatasetFrozen frozen, HttpServerResponse connection) {
        return out -> {
            try {
                export.write(frozen, out);
            } catch (IOException | RuntimeException e) {
                LOG.warnf("export broken off: dataset=%s version=%s reason=%s", frozen.dataset(), frozen.version(), e);
                connection.reset();
            } finally {
                exports.release();
            }
        };
    }
}
