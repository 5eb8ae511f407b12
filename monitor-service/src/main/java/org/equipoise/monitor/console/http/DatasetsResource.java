package org.equipoise.monitor.console.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.comparing.CompareOutcome;
import org.equipoise.common.comparing.CompareOutcome.Compared;
import org.equipoise.common.comparing.CompareOutcome.Refused;
import org.equipoise.common.comparing.DatasetDiff;
import org.equipoise.common.comparing.VersionComparison;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.StorageException;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.console.FrozenDatasets.DatasetView;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;

/** Datasets as they were frozen. */
@Path("/datasets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "datasets", description = "Frozen versions: balance and findings")
class DatasetsResource {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private final ConsoleState state;
    private final VersionComparison comparison;

    DatasetsResource(ConsoleState state, VersionComparison comparison) {
        this.state = state;
        this.comparison = comparison;
    }

    @GET
    @Operation(summary = "Every dataset with its frozen versions, the newest first")
    public List<DatasetView> datasets() {
        return state.datasets().all();
    }

    /** Compares two of the versions that the console knows. */
    @GET
    @Path("{dataset}/diff")
    @Blocking
    @Operation(summary = "What differs between two versions, as ingest-service answers it")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DatasetDiff.class)))
    @APIResponse(responseCode = "400", description = "What is no name, or the same version twice")
    @APIResponse(responseCode = "404", description = "No such dataset or version is known here")
    @APIResponse(responseCode = "422", description = "A manifest is too long, is gone, or cannot be read")
    @APIResponse(responseCode = "503", description = "The object store failed; try again")
    public Response diff(
            @PathParam("dataset") String dataset,
            @Parameter(description = "The version before; absent: the one that was frozen before the other")
                    @QueryParam("from")
                    @Nullable String from,
            @Parameter(description = "The version after; absent: the newest") @QueryParam("to") @Nullable String to) {
        try {
            CompareOutcome outcome = comparison.compare(
                    name("dataset", dataset),
                    Optional.ofNullable(from).map(version -> name("from", version)),
                    Optional.ofNullable(to).map(version -> name("to", version)));
            return outcome instanceof Refused refused
                    ? Problem.answer(status(refused), refused.message())
                    : Response.ok(EventCodec.write(((Compared) outcome).diff())).build();
        } catch (StorageException e) {
            return Problem.answer(503, String.valueOf(e.getMessage()));
        }
    }

    private static int status(Refused refused) {
        return switch (refused.refusal()) {
            case BAD_REQUEST -> 400;
            case UNKNOWN -> 404;
            case UNREADABLE -> 422;
        };
    }

    private static String name(String what, String given) {
        if (!NAME.matcher(given).matches()) {
            throw Problem.bad(what + " must match " + NAME + ", got " + given.length() + " characters");
        }
        return given;
    }
}
