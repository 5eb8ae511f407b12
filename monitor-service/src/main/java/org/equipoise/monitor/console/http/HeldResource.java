package org.equipoise.monitor.console.http;

import java.time.Clock;
import java.util.List;
import java.util.Set;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.console.Leases;
import org.equipoise.monitor.console.ReviewItem;
import org.equipoise.monitor.console.ReviewItem.Kind;
import org.equipoise.monitor.console.ReviewQueue.Reader;
import org.equipoise.monitor.console.Studies.Context;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;

/** Images that a reader holds, so that no other one is given them meanwhile. */
@Path("/review/held")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "review")
class HeldResource {

    /** More than one reader holds and passes over, and than other readers are likely to hold. */
    private static final int MOST_WAITING = 5000;

    private static final int MOST_PASSED = 200;

    /** Of an image's key: a dataset's name and 64 digits. */
    private static final int LONGEST_KEY = 128;

    private final ConsoleState state;
    private final SecurityIdentity identity;
    private final Clock clock;

    HeldResource(ConsoleState state, SecurityIdentity identity, Clock clock) {
        this.state = state;
        this.identity = identity;
        this.clock = clock;
    }

    /**
     * What a reader wants to hold.
     *
     * @param most images in all
     * @param images keys, {@code dataset/imageId}, of those that it has and keeps
     * @param passed keys of those that it does not want
     */
    record Wish(
            @Nullable String dataset,
            @Nullable String kind,
            @Nullable Integer most,
            @Nullable List<String> images,
            @Nullable List<String> passed) {}

    /**
     * An image that a reader holds.
     *
     * @param study what came with it; absent if that was too long ago
     */
    record Held(ReviewItem item, @Nullable Context study) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Gives whoever asks the next images, which no other reader is given meanwhile",
            description =
                    "For two minutes, and longer if it asks again in time. What it held before and does not keep is"
                            + " free for others. A page that wants none any more asks for 0.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = Wish.class),
                            examples =
                                    @ExampleObject(
                                            name = "the next eight",
                                            value = "{\"dataset\": \"lung\", \"most\": 8}")))
    @APIResponse(responseCode = "200", description = "Images, without who labelled them, and what came with them")
    @APIResponse(responseCode = "400", description = "There is no such kind, or too much of something")
    @APIResponse(responseCode = "503", description = OpenQueue.LATER)
    public List<Held> hold(@Nullable Wish wish) {
        if (wish == null) {
            throw Problem.bad("the body must say what to hold");
        }
        int most = wish.most() == null ? Leases.MOST : wish.most();
        if (most < 0 || most > Leases.MOST) {
            throw Problem.bad("most must be a whole number in [0, " + Leases.MOST + "], got " + most);
        }
        Kind kind = OpenQueue.kind(wish.kind());
        Set<String> kept = keys("images", wish.images(), Leases.MOST);
        Set<String> passed = keys("passed", wish.passed(), MOST_PASSED);
        Reader reader = Visitor.of(identity).reader();
        List<ReviewItem> waiting =
                OpenQueue.of(state).waitingFor(reader, OpenQueue.blankAsNone(wish.dataset()), kind, MOST_WAITING);
        return state.leases().hold(reader.name(), waiting, kept, passed, most, clock.instant()).stream()
                .map(item -> new Held(
                        item, state.studies().of(item.dataset(), item.imageId()).orElse(null)))
                .toList();
    }

    private static Set<String> keys(String name, @Nullable List<String> given, int most) {
        if (given == null) {
            return Set.of();
        }
        if (given.size() > most) {
            throw Problem.bad(name + " must have at most " + most + " keys, got " + given.size());
        }
        if (given.stream().anyMatch(key -> key == null || key.length() > LONGEST_KEY)) {
            throw Problem.bad(name + " must have keys of at most " + LONGEST_KEY + " characters");
        }
        return Set.copyOf(given);
    }
}
