package org.equipoise.trainer.http;

import java.util.Map;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

import org.equipoise.common.security.ApiKeys;

/** Asks every request for its key. Health, metrics and the API's description are not resources and stay open. */
@Provider
public class ApiKeyFilter implements ContainerRequestFilter {

    private final ApiKeys keys;

    ApiKeyFilter(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        keys.refusal(
                        request.getHeaderString(ApiKeys.HEADER),
                        request.getHeaderString(HttpHeaders.AUTHORIZATION),
                        request.getMethod())
                .ifPresent(refusal -> request.abortWith(Response.status(refusal.status())
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(Map.of("problem", refusal.problem()))
                        .build()));
    }
}
