package org.equipoise.monitor.console.http;

import java.util.concurrent.Semaphore;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.preview.Augmenter;
import org.equipoise.monitor.preview.BearableAugmentation;
import org.equipoise.security.http.Parameters;
import org.equipoise.security.http.Problem;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What augmentation makes of the training images of a frozen version, and how far they bear it. */
@Path("/datasets/{dataset}/versions/{version}/augmentation")
@Tag(name = "datasets")
@Singleton
class AugmentationResource {

    private static final Logger LOG = Logger.getLogger(AugmentationResource.class);

    /** As the augment service has them. */
    private static final int MOST_IMAGES = 16;

    private static final int MOST_COPIES = 12;
    private static final int USUAL = 6;
    private static final int MOST_CHARACTERS = 1000;

    private final ConsoleState state;
    private final Augmenter augmenter;
    private final SecurityIdentity identity;

    /** As the augment service draws them. One that hangs is not to take the threads of all else. */
    private final Semaphore turn = new Semaphore(1);

    AugmentationResource(ConsoleState state, Augmenter augmenter, SecurityIdentity identity) {
        this.state = state;
        this.augmenter = augmenter;
        this.identity = identity;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "How far each transform may go for the modality, how far auto goes, and why")
    @APIResponse(responseCode = "200", description = "Every transform, in the order in which they are done")
    @APIResponse(responseCode = "404", description = "No such version is known here")
    public BearableAugmentation limits(String dataset, String version) {
        return BearableAugmentation.of(frozen(dataset, version));
    }

    @GET
    @Path("sheet")
    @Produces("image/png")
    @Blocking
    @Operation(
            summary = "Training images beside augmented copies of them, as the augment service draws them",
            description = "A row for each image: as it is, then as consecutive epochs would see it. For those who may"
                    + " label; who looked is in the service's log.")
    @APIResponse(responseCode = "200", description = "The sheet, a PNG")
    @APIResponse(responseCode = "400", description = "A parameter is out of its range, or a transform unknown: which")
    @APIResponse(responseCode = "403", description = "Whoever asks may not label")
    @APIResponse(responseCode = "404", description = "No such version is known here, or its packs cannot be read")
    @APIResponse(
            responseCode = "503",
            description = "The augment service is away, slow, draws another sheet, or is not known here: which")
    public Response sheet(
            String dataset,
            String version,
            @Parameter(description = "settings of a recipe, e.g. rotationDegrees=10,horizontalFlip=true; absent: none")
                    @QueryParam("augmentation")
                    @Nullable String augmentation,
            @Parameter(description = "1 to 16, usually 6") @QueryParam("images") @Nullable String images,
            @Parameter(description = "of each, 1 to 12, usually 6") @QueryParam("copies") @Nullable String copies,
            @Parameter(description = "other images and other copies, usually 1") @QueryParam("seed") @Nullable String seed) {
        DatasetFrozen known = frozen(dataset, version);
        Visitor visitor = Visitor.of(identity);
        if (!visitor.mayLabel()) {
            throw Problem.of(
                    Response.Status.FORBIDDEN,
                    "training images are shown to annotators, adjudicators and operators only");
        }
        var sheet = new Augmenter.Sheet(
                Parameters.count("images", images, USUAL, MOST_IMAGES),
                Parameters.count("copies", copies, USUAL, MOST_COPIES),
                Parameters.count("seed", seed, 1, Integer.MAX_VALUE));
        String written = augmentation == null ? "" : augmentation;
        if (written.length() > MOST_CHARACTERS) {
            throw Problem.bad(
                    "augmentation has " + written.length() + " characters, at most " + MOST_CHARACTERS + " are read");
        }
        Augmenter.Answer answer = inTurn(known, written, sheet);
        if (!(answer instanceof Augmenter.Drawn drawn)) {
            return refused((Augmenter.Refused) answer);
        }
        LOG.infof(
                "training images were looked at: by=%s dataset=%s version=%s images=%d seed=%d",
                visitor.name(), dataset, version, sheet.images(), sheet.seed());
        return Response.ok(drawn.png()).header("Cache-Control", "no-store").build();
    }

    private Augmenter.Answer inTurn(DatasetFrozen version, String augmentation, Augmenter.Sheet sheet) {
        if (!turn.tryAcquire()) {
            throw Problem.of(Response.Status.SERVICE_UNAVAILABLE, "another sheet is being drawn; ask again");
        }
        try {
            return augmenter.draw(version, augmentation, sheet);
        } finally {
            turn.release();
        }
    }

    private static Response refused(Augmenter.Refused refused) {
        return Problem.answer(refused.status(), refused.problem());
    }

    private DatasetFrozen frozen(String dataset, String version) {
        return state.datasets()
                .find(dataset, version)
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND, "no such frozen version of such a dataset is known here"));
    }
}
