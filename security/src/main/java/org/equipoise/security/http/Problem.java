package org.equipoise.security.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.vertx.core.json.JsonObject;

/**
 * The body of every refusal of every service.
 *
 * @param problem what went wrong and what to send instead, as a sentence for people; it names kind and limit, and of
 *     what was sent nothing that may be a person's name
 */
public record Problem(String problem) {

    /** A request that cannot be meant. */
    public static WebApplicationException bad(String sentence) {
        return of(Response.Status.BAD_REQUEST, sentence);
    }

    /** A request that cannot be fulfilled. */
    public static WebApplicationException of(Response.Status status, String sentence) {
        return new WebApplicationException(answer(status.getStatusCode(), sentence));
    }

    /** The same as an answer. */
    public static Response answer(int status, String sentence) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(new Problem(sentence))
                .build();
    }

    String json() {
        return new JsonObject().put("problem", problem).encode();
    }
}
