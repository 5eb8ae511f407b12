package org.equipoise.monitor.console.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

import io.smallrye.mutiny.Multi;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.history.VersionHistory;

/**
 * Says what has changed, at most once a second; the page asks for the rest. A client that was away needs nothing but
 * the next event.
 */
@Path("/changes")
@Tag(name = "changes", description = "Server-sent events")
class ChangesResource {

    private static final Duration TICK = Duration.ofSeconds(1);
    /** A page takes a service that is silent for longer for hung, and proxies close what is silent for long. */
    private static final int TICKS_OF_SILENCE = 5;

    private final ConsoleState state;
    private final VersionHistory history;

    ChangesResource(ConsoleState state, VersionHistory history) {
        this.state = state;
        this.history = history;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "A stream of events \"changed\" with the names of the parts that have: runs, models, ...")
    @APIResponse(responseCode = "200", description = "The first event comes at once and names every part")
    public Multi<OutboundSseEvent> changes(@jakarta.ws.rs.core.Context Sse sse) {
        var known = new AtomicReference<Map<String, Long>>(Map.of());
        return Multi.createFrom()
                .ticks()
                .every(TICK)
                .onOverflow()
                .drop()
                .onItem()
                .transformToIterable(tick -> events(sse, tick, known));
    }

    private List<OutboundSseEvent> events(Sse sse, long tick, AtomicReference<Map<String, Long>> known) {
        var changed = new TreeSet<String>();
        Map<String, Long> revisions = state.revisions(history.changes());
        Map<String, Long> before = known.getAndSet(revisions);
        revisions.forEach((part, revision) -> {
            if (!revision.equals(before.get(part))) {
                changed.add(part);
            }
        });
        if (!changed.isEmpty()) {
            return List.of(sse.newEventBuilder()
                    .name("changed")
                    .data(String.join(" ", changed))
                    .build());
        }
        // An event needs something in it: most ticks send none.
        return tick % TICKS_OF_SILENCE == 0
                ? List.of(sse.newEventBuilder().comment("still here").build())
                : List.of();
    }
}
