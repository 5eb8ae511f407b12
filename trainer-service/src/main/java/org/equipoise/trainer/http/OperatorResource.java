package org.equipoise.trainer.http;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.security.http.Problem;
import org.equipoise.trainer.registry.OperatorDecisions;
import org.equipoise.trainer.registry.OperatorOutcome;
import org.jspecify.annotations.Nullable;

/** What an operator may say about a model. Only JSON is taken, so that no page of a browser can say it. */
@Path("/models/{model}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operator", description = "Say which version serves")
class OperatorResource {

    private final OperatorDecisions operator;

    OperatorResource(OperatorDecisions operator) {
        this.operator = operator;
    }

    /**
     * @param from the version believed to serve; another one serving refuses the request
     * @param to the version to return to; absent: the last one promoted before
     */
    record RollbackBody(
            @Nullable String from,
            @Nullable String to,
            @Nullable String reason) {}

    /**
     * @param from the version believed to serve; another one serving refuses the request
     * @param version the version that is to serve
     */
    record PromotionBody(
            @Nullable String from,
            @Nullable String version,
            @Nullable String reason) {}

    /** @param version the version believed to serve */
    record HoldBody(@Nullable String version, @Nullable String reason) {}

    @POST
    @Path("/rollback")
    @Blocking
    @Operation(summary = "Puts the version that served before, or the one named, in the champion's place")
    @APIResponse(responseCode = "200", description = "The decision; repeating the request returns the same")
    @APIResponse(responseCode = "400", description = "No reason was given, or a name is none")
    @APIResponse(responseCode = "404", description = "Nothing was decided about this model")
    @APIResponse(responseCode = "409", description = "It cannot be done; nothing was changed")
    public Response rollback(@PathParam("model") String model, RollbackBody body) {
        String reason = Requests.reason(body == null ? null : body.reason());
        Requests.model(model);
        return answer(operator.rollback(
                model,
                new OperatorDecisions.Rollback(
                        Requests.optional("from", body.from()), Requests.optional("to", body.to()), reason)));
    }

    @POST
    @Path("/promote")
    @Blocking
    @Operation(summary = "Lets a version serve that the gate refused for its comparison with the champion alone")
    @APIResponse(responseCode = "200", description = "The decision; repeating the request returns the same")
    @APIResponse(responseCode = "400", description = "No reason or version was given, or a name is none")
    @APIResponse(responseCode = "404", description = "Nothing was decided about this model")
    @APIResponse(
            responseCode = "409",
            description = "It failed other checks, too, or cannot serve; nothing was changed")
    public Response promote(@PathParam("model") String model, PromotionBody body) {
        String reason = Requests.reason(body == null ? null : body.reason());
        Requests.model(model);
        String version = Requests.optional("version", body.version());
        if (version == null) {
            throw Problem.bad("version is needed: the one that is to serve");
        }
        return answer(operator.promote(
                model, new OperatorDecisions.Promotion(Requests.optional("from", body.from()), version, reason)));
    }

    @POST
    @Path("/hold")
    @Blocking
    @Operation(summary = "Takes the champion out of service; none serves until one is promoted or rolled back to")
    @APIResponse(responseCode = "200", description = "The decision; repeating the request returns the same")
    @APIResponse(responseCode = "400", description = "No reason was given, or a name is none")
    @APIResponse(responseCode = "404", description = "Nothing was decided about this model")
    @APIResponse(responseCode = "409", description = "No version, or another one, serves; nothing was changed")
    public Response hold(@PathParam("model") String model, HoldBody body) {
        String reason = Requests.reason(body == null ? null : body.reason());
        Requests.model(model);
        return answer(operator.hold(model, Requests.optional("version", body.version()), reason));
    }

    private static Response answer(OperatorOutcome outcome) {
        return outcome.fold(
                done -> Response.ok(done.decision()).build(),
                unknown -> Problem.answer(Response.Status.NOT_FOUND.getStatusCode(), unknown.reason()),
                refused -> Problem.answer(Response.Status.CONFLICT.getStatusCode(), refused.reason()));
    }
}
