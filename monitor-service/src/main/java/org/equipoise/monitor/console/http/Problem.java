package org.equipoise.monitor.console.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What went wrong, as a sentence. */
record Problem(String problem) {

    /** A request that cannot be meant. */
    static WebApplicationException bad(String sentence) {
        return of(Response.Status.BAD_REQUEST, sentence);
    }

    /** A request that is not done. */
    static WebApplicationException of(Response.Status status, String sentence) {
        return new WebApplicationException(Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(new Problem(sentence))
                .build());
    }
}
