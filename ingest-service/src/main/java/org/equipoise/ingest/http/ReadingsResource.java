package org.equipoise.ingest.http;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.ingest.kafka.ReadingRequests;
import org.equipoise.ingest.readings.ReadingProgress;
import org.equipoise.ingest.readings.ReadingWish;
import org.equipoise.security.http.Problem;
import org.equipoise.security.http.ReadableBody;
import org.jspecify.annotations.Nullable;

/** Images that several readers are to read without seeing each other's labels. */
@Path("/datasets/{dataset}/readings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "datasets")
public class ReadingsResource {

    private static final ObjectReader WISH = EventCodec.mapper().readerFor(ReadingWish.class);

    private static final String LOCAL = "local";

    private final ReadingRequests requests;
    private final SecurityIdentity identity;

    public ReadingsResource(ReadingRequests requests, SecurityIdentity identity) {
        this.requests = requests;
        this.identity = identity;
    }

    /** What was asked for: so many images. */
    public record Asked(String dataset, int images, int readers) {}

    /** How far the readings are. */
    @GET
    @Blocking
    @Operation(summary = "How many images were read by as many readers as were asked, and how many of these agree")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ReadingProgress.class)))
    @APIResponse(
            responseCode = "400",
            description = "What is no name",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Kafka did not say how the dataset stands; try again",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    public ReadingProgress progress(@PathParam("dataset") String dataset) {
        NameParameter.require("dataset", dataset);
        try {
            return requests.progress(dataset);
        } catch (KafkaException e) {
            throw unavailable();
        }
    }

    /** Asks readers. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(
            summary = "Ask several readers to read images without seeing each other's labels",
            description = "Exactly one of sample (so many accepted images, drawn by a hash), kind (suspects or"
                    + " conflicts), images (ids) and withdraw (what is still to be read is not wanted any more). At most"
                    + " 1000 images at a time; those that readers are asked for already, or that an adjudicator settled,"
                    + " are not chosen.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = ReadingWish.class),
                            examples =
                                    @ExampleObject(
                                            name = "fifty images, two readers each",
                                            value = "{\"readers\": 2, \"sample\": 50}")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Asked.class)))
    @APIResponse(
            responseCode = "400",
            description = "The request makes no sense, or names an image that is not to be read",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Kafka failed; try again",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    public Asked ask(@PathParam("dataset") String dataset, byte @Nullable [] body) {
        NameParameter.require("dataset", dataset);
        ReadingWish wish = wish(body);
        try {
            String by = identity.isAnonymous() ? LOCAL : identity.getPrincipal().getName();
            return new Asked(dataset, requests.ask(dataset, wish, by), wish.readersWanted());
        } catch (IllegalArgumentException e) {
            throw Problem.bad(String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            throw unavailable();
        }
    }

    private static ReadingWish wish(byte @Nullable [] body) {
        try {
            ReadingWish wish = body == null || body.length == 0 ? null : WISH.readValue(body);
            if (wish == null) {
                throw Problem.bad("the body must say which images to read: sample, kind, images or withdraw");
            }
            return wish;
        } catch (JsonProcessingException e) {
            throw e.getCause() instanceof IllegalArgumentException rule
                    ? Problem.bad(String.valueOf(rule.getMessage()))
                    : ReadableBody.refusal(e);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("cannot read bytes that are in memory", e);
        }
    }

    private static RuntimeException unavailable() {
        return Problem.of(Response.Status.SERVICE_UNAVAILABLE, "Kafka failed; try again");
    }
}
