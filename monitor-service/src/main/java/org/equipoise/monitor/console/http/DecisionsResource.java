package org.equipoise.monitor.console.http;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.words.Reason;
import org.equipoise.monitor.response.Successors;
import org.equipoise.monitor.response.Successors.Candidate;
import org.equipoise.monitor.response.Successors.Choice;
import org.equipoise.monitor.response.Trainer;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;

/** What an operator decides on the page of an alert; the trainer is asked to do it, and its answer is the answer. */
@Path("/models/{model}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "decisions", description = "Take a version out of service")
class DecisionsResource {

    private final Trainer trainer;
    private final Successors successors;
    private final SecurityIdentity identity;

    DecisionsResource(Trainer trainer, Successors successors, SecurityIdentity identity) {
        this.trainer = trainer;
        this.successors = successors;
        this.identity = identity;
    }

    /**
     * @param version the version that is to go; another one serving refuses the request
     * @param to the version that is to come; absent: the last one promoted before. Not used for a hold
     * @param confirm the version that is to come, once more, where it was sick when it served last
     */
    record Wish(
            @Nullable String version,
            @Nullable String to,
            @Nullable String confirm,
            @Nullable String reason) {}

    @GET
    @Path("/successors")
    @Blocking
    @Operation(
            summary = "What may serve in the place of the version that serves, and how each was when it served last",
            description = "The next one is what a rollback puts there that names none.")
    @APIResponse(responseCode = "200", description = "The versions that served before, the newest decision first")
    @APIResponse(responseCode = "503", description = "The trainer cannot be reached")
    public Choice successors(@PathParam("model") String model) {
        return choice(model);
    }

    private Choice choice(String model) {
        return successors
                .of(model)
                .orElseThrow(() -> Problem.of(
                        Response.Status.SERVICE_UNAVAILABLE, "the trainer cannot be asked which versions there are"));
    }

    @POST
    @Path("/rollback")
    @Blocking
    @Operation(summary = "Puts the version that served before, or the one named, in the place of the one that serves")
    @APIResponse(responseCode = "200", description = "The decision; repeating the request returns the same")
    @APIResponse(responseCode = "400", description = "No version or no reason was given, or a name is none")
    @APIResponse(responseCode = "404", description = "Nothing was decided about this model")
    @APIResponse(
            responseCode = "409",
            description = "It cannot be done, or the version that is to come was sick when it served last and is not"
                    + " confirmed; nothing was changed")
    @APIResponse(responseCode = "503", description = "The trainer cannot be reached")
    public Response rollBack(@PathParam("model") String model, @Nullable Wish wish) {
        String reason = reason(wish);
        String from = version(wish);
        String to = to(wish);
        Choice choice = choice(model);
        if (to == null && !from.equals(choice.serving())) {
            // Nothing will be changed: it is done already, or another one serves. The trainer says which.
            return answer(trainer.rollBack(model, from, null, reason));
        }
        choice.unconfirmed(to, wish == null ? null : wish.confirm()).ifPresent(why -> {
            throw Problem.of(Response.Status.CONFLICT, why);
        });
        // By name, so that what comes is what was shown.
        return answer(trainer.rollBack(
                model, from, choice.find(to).map(Candidate::version).orElse(to), reason));
    }

    private static @Nullable String to(@Nullable Wish wish) {
        return wish == null ? null : wish.to();
    }

    @POST
    @Path("/hold")
    @Blocking
    @Operation(summary = "Takes the version out of service; none serves until one is promoted or rolled back to")
    @APIResponse(responseCode = "200", description = "The decision; repeating the request returns the same")
    @APIResponse(responseCode = "400", description = "No version or no reason was given, or a name is none")
    @APIResponse(responseCode = "404", description = "Nothing was decided about this model")
    @APIResponse(responseCode = "409", description = "No version, or another one, serves; nothing was changed")
    @APIResponse(responseCode = "503", description = "The trainer cannot be reached")
    public Response hold(@PathParam("model") String model, @Nullable Wish wish) {
        String reason = reason(wish);
        return answer(trainer.hold(model, version(wish), reason));
    }

    /** Who looks at a page wants to see that version go, not another one that came meanwhile. */
    private static String version(@Nullable Wish wish) {
        String version = wish == null ? null : wish.version();
        if (version == null || version.isBlank()) {
            throw Problem.bad("the version that is to go must be named");
        }
        return version;
    }

    private String reason(@Nullable Wish wish) {
        try {
            return Reason.written(wish == null ? null : wish.reason()) + " ("
                    + Visitor.of(identity).name() + ", in the console)";
        } catch (IllegalArgumentException e) {
            throw Problem.bad(String.valueOf(e.getMessage()));
        }
    }

    private static Response answer(Trainer.Answer answer) {
        return Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON)
                .entity(answer.body())
                .build();
    }
}
