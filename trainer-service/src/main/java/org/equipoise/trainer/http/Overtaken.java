package org.equipoise.trainer.http;

import jakarta.ws.rs.core.Response;

import org.equipoise.trainer.registry.OvertakenException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The answer when others decide about a model all the time. */
class Overtaken {

    @ServerExceptionMapper
    Response answer(OvertakenException e) {
        return Requests.problem(Response.Status.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
    }
}
