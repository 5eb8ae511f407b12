package org.equipoise.monitor.console.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells a visitor who the service takes them for. */
@Path("/visitor")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "visitor")
class VisitorResource {

    private final SecurityIdentity identity;

    VisitorResource(SecurityIdentity identity) {
        this.identity = identity;
    }

    @GET
    @Operation(summary = "The name of the key that came with the request, and what it may do")
    public Visitor visitor() {
        return Visitor.of(identity);
    }
}
