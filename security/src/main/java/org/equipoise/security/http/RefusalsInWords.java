package org.equipoise.security.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

import org.jspecify.annotations.Nullable;

/** No endpoint refuses without a word, not even where the framework does: an unknown path, another Content-Type. */
@Provider
public class RefusalsInWords implements ContainerResponseFilter {

    @Override
    public void filter(@Nullable ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() >= 400 && !response.hasEntity()) {
            response.setEntity(
                    new Problem(StatusWords.of(response.getStatus())).json(), null, MediaType.APPLICATION_JSON_TYPE);
        }
    }
}
