package org.equipoise.trainer.http;

import jakarta.ws.rs.core.Response;

import org.equipoise.security.http.Problem;
import org.equipoise.trainer.registry.OvertakenException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The answer when others decide about a model all the time. */
class Overtaken {

    @ServerExceptionMapper
    Response answer(OvertakenException e) {
        return Problem.answer(Response.Status.SERVICE_UNAVAILABLE.getStatusCode(), String.valueOf(e.getMessage()));
    }
}
