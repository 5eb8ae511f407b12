package org.equipoise.monitor.http;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.equipoise.monitor.deadletters.DeadLetters;

/** Records that could not be handled. */
@Path("/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
public class DeadLettersResource {

    private final DeadLetters deadLetters;

    DeadLettersResource(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    /** Every dead-letter topic. */
    @GET
    @Operation(summary = "Dead-letter topics with their count and the reason of the last record")
    public List<DeadLetters.Tally> deadLetters() {
        return deadLetters.all();
    }
}
