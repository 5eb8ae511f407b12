package org.equipoise.monitor.http;

import java.time.Duration;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Multi;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.equipoise.monitor.history.VersionHistory;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Tells a page that something changed, so that it asks again. */
@Path("/live")
public class LiveResource {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final VersionHistory history;

    LiveResource(VersionHistory history) {
        this.history = history;
    }

    /**
     * Says that something changed.
     *
     * @param changes changes of any watched version since this instance started
     */
    public record Pulse(long changes) {}

    /** A pulse at once and whenever it differs from the last one, at most one a second. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Server-sent events: one at once, and one whenever a watched version changed, at most one a second")
    public Multi<Pulse> live() {
        return Multi.createFrom()
                .ticks()
                .every(EVERY)
                .onOverflow()
                .drop()
                .map(tick -> new Pulse(history.changes()))
                .skip()
                .repetitions();
    }
}
