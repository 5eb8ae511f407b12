package org.equipoise.augment.http;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
import org.equipoise.augment.packs.SplitReader;
import org.equipoise.augment.packs.TrainingSplit;
import org.equipoise.augment.preview.ContactSheet;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.StorageException;
import org.equipoise.security.http.Parameters;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;

/** What a policy makes of training images. */
@Path("/preview")
@Tag(name = "preview", description = "Augmentation to look at before anything is trained")
class PreviewResource {

    private static final int USUAL_IMAGES = 6;
    private static final int USUAL_COPIES = 6;
    private static final int USUAL_SEED = 1;
    private static final int MOST_SEED = Integer.MAX_VALUE;
    private static final Pattern WINDOW = Pattern.compile("([0-9]{1,5}):([0-9]{1,5})");

    /**
     * One at a time: a sheet takes a few hundred megabytes meanwhile, and shards come first. Nobody waits for a turn.
     */
    private final Lock turn = new ReentrantLock();

    private final SplitReader splits;

    PreviewResource(SplitReader splits) {
        this.splits = splits;
    }

    @GET
    @Produces("image/png")
    @Blocking
    @Operation(
            summary = "Training images of a frozen version beside augmented copies of them, as one PNG",
            description = "A row for each image: as it is, then as consecutive epochs would see it. Nothing is kept.")
    @APIResponse(responseCode = "200", description = "The sheet")
    @APIResponse(
            responseCode = "400",
            description =
                    "A parameter is out of its range, a transform unknown, or the sheet too large: which, and what"
                            + " may be")
    @APIResponse(responseCode = "404", description = "There is no such version, or its packs cannot be read: which")
    @APIResponse(
            responseCode = "503",
            description = "Another sheet is being drawn, or the object store does not answer; ask again")
    public Response preview(
            @Parameter(description = "the dataset") @QueryParam("dataset") @Nullable String dataset,
            @Parameter(description = "its frozen version") @QueryParam("version") @Nullable String version,
            @Parameter(description = "settings of a recipe, e.g. rotationDegrees=10,horizontalFlip=true; absent: none")
                    @QueryParam("augmentation")
                    @Nullable String augmentation,
            @Parameter(description = "that samples of 16 bits are seen through, LOW:HIGH; absent where they have 8")
                    @QueryParam("window")
                    @Nullable String window,
            @Parameter(description = "1 to 16, usually 6") @QueryParam("images") @Nullable String images,
            @Parameter(description = "of each, 1 to 12, usually 6") @QueryParam("copies") @Nullable String copies,
            @Parameter(description = "other images and other copies, usually 1") @QueryParam("seed") @Nullable String seed) {
        var sheet = new ContactSheet(
                Parameters.count("images", images, USUAL_IMAGES, ContactSheet.MOST_IMAGES),
                Parameters.count("copies", copies, USUAL_COPIES, ContactSheet.MOST_COPIES),
                Parameters.count("seed", seed, USUAL_SEED, MOST_SEED));
        ValueWindow seen = window(window);
        String name = named("dataset", dataset);
        String frozen = named("version", version);
        if (!turn.tryLock()) {
            throw Problem.of(Response.Status.SERVICE_UNAVAILABLE, "another sheet is being drawn; ask again");
        }
        try {
            byte[] png = splits.with(
                    name, frozen, split -> drawn(sheet, split, seen, augmentation == null ? "" : augmentation));
            return Response.ok(png).header("Cache-Control", "no-store").build();
        } catch (IllegalArgumentException e) {
            throw Problem.of(Response.Status.NOT_FOUND, String.valueOf(e.getMessage()));
        } catch (StorageException e) {
            throw Problem.of(Response.Status.SERVICE_UNAVAILABLE, "the object store does not answer; ask again");
        } finally {
            turn.unlock();
        }
    }

    /** What is wrong with the sheet is not what is wrong with the version. */
    private static byte[] drawn(
            ContactSheet sheet, TrainingSplit split, @Nullable ValueWindow seen, String augmentation) {
        try {
            return PngCodec.encode(sheet.of(split, seen, augmentation));
        } catch (IllegalArgumentException e) {
            throw Problem.bad(String.valueOf(e.getMessage()));
        }
    }

    private static String named(String what, @Nullable String given) {
        if (given == null || given.isBlank()) {
            throw Problem.bad("dataset and version are needed: a frozen version of a dataset");
        }
        if (given.contains("/") || !ObjectKeys.isPossible(given)) {
            throw Problem.of(Response.Status.NOT_FOUND, "no " + what + " has such a name");
        }
        return given;
    }

    private static @Nullable ValueWindow window(@Nullable String given) {
        if (given == null || given.isBlank()) {
            return null;
        }
        Matcher matcher = WINDOW.matcher(given);
        if (!matcher.matches()) {
            throw Problem.bad("window must be LOW:HIGH in stored values, e.g. 0:4095, got something else of "
                    + given.length() + " characters");
        }
        try {
            return new ValueWindow(
                    Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), "as it was asked for");
        } catch (IllegalArgumentException e) {
            throw Problem.bad(String.valueOf(e.getMessage()));
        }
    }
}
