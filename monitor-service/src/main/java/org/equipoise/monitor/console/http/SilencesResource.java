package org.equipoise.monitor.console.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.common.words.Reason;
import org.equipoise.monitor.alerting.Silences;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.kafka.EventWriter;
import org.equipoise.monitor.watch.WatchedVersions;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;

/** Alerts that nobody is to be called about for a while. */
@Path("/silences")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "silences", description = "Alerts that nobody is to be called about for a while")
class SilencesResource {

    private static final long MOST_MINUTES = AlertsSilenced.LONGEST.toMinutes();
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int MOST_LOOKS = 100;

    private final Silences silences;
    private final EventWriter events;
    private final ConsoleState state;
    private final WatchedVersions versions;
    private final SecurityIdentity identity;
    private final Clock clock;

    SilencesResource(
            Silences silences,
            EventWriter events,
            ConsoleState state,
            WatchedVersions versions,
            SecurityIdentity identity,
            Clock clock) {
        this.silences = silences;
        this.events = events;
        this.state = state;
        this.versions = versions;
        this.identity = identity;
        this.clock = clock;
    }

    /**
     * A wish for silence.
     *
     * @param kind absent: every kind
     * @param minutes how long, in [1, 43200]
     */
    record Wish(
            @Nullable String model,
            @Nullable Kind kind,
            @Nullable Long minutes,
            @Nullable String reason) {}

    @GET
    @Operation(summary = "Silences that hold now")
    @APIResponse(responseCode = "200", description = "The ones that end first come first")
    @APIResponse(responseCode = "503", description = "The state is still being restored")
    public List<AlertsSilenced> silences() {
        return silences.at(clock.instant());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(
            summary = "Silences the alerts of a model from now on, in the name of whoever asks",
            description = "The alerts go on and are shown; no webhook and no rule calls anybody, and nothing is done by"
                    + " itself about them.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = Wish.class),
                            examples =
                                    @ExampleObject(
                                            name = "four hours",
                                            value = "{\"model\": \"nodules\", \"kind\": \"collapse\", \"minutes\": 240,"
                                                    + " \"reason\": \"scanner 2 is being repaired\"}")))
    @APIResponse(responseCode = "200", description = "The silence as it was written")
    @APIResponse(responseCode = "400", description = "No model, no reason, or no such duration")
    @APIResponse(responseCode = "404", description = "Nothing is known about that model")
    public AlertsSilenced silence(@Nullable Wish given) {
        Wish wish = given == null ? new Wish(null, null, null, null) : given;
        long minutes = minutes(wish.minutes());
        Instant now = clock.instant();
        AlertsSilenced silence = checked(wish, now, now.plus(Duration.ofMinutes(minutes)));
        if (!known(silence.model())) {
            throw Problem.of(
                    Response.Status.NOT_FOUND,
                    "nothing is known about a model of that name: it was neither trained nor decided about nor asked"
                            + " anything here");
        }
        return written(silence);
    }

    /** A name that was mistyped would silence nothing, and nobody would notice. */
    private boolean known(String model) {
        return state.models().find(model).isPresent()
                || versions.all().stream().anyMatch(version -> version.model().equals(model));
    }

    /** Whoever wrote it finds it when they ask next, unless the table is slow: then it is not lost, only later. */
    private AlertsSilenced written(AlertsSilenced silence) {
        events.write(silence);
        for (int look = 0; look < MOST_LOOKS && !silences.all().contains(silence); look++) {
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return silence;
            }
        }
        return silence;
    }

    private static long minutes(@Nullable Long given) {
        if (given == null || given < 1 || given > MOST_MINUTES) {
            throw Problem.bad("minutes must be in [1, " + MOST_MINUTES + "], "
                    + (given == null ? "and is missing" : "got " + given));
        }
        return given;
    }

    private AlertsSilenced checked(Wish wish, Instant now, Instant until) {
        try {
            return new AlertsSilenced(
                    UUID.randomUUID().toString(),
                    present("model", wish.model()),
                    wish.kind(),
                    Reason.written(present("reason", wish.reason())),
                    Visitor.of(identity).name(),
                    now,
                    until);
        } catch (IllegalArgumentException e) {
            throw Problem.bad(String.valueOf(e.getMessage()));
        }
    }

    /** Whether it is too long, its event says. */
    private static String present(String field, @Nullable String given) {
        if (given == null || given.isBlank()) {
            throw Problem.bad(field + " is " + (given == null ? "missing" : "blank") + "; a silence needs "
                    + "a model, a reason and minutes");
        }
        return given.strip();
    }

    @DELETE
    @Path("/{silence}")
    @Blocking
    @Operation(summary = "Ends a silence now")
    @APIResponse(responseCode = "200", description = "The silence, with its new end")
    @APIResponse(responseCode = "404", description = "No silence of that name holds")
    public AlertsSilenced end(String silence) {
        Instant now = clock.instant();
        AlertsSilenced known = silences.at(now).stream()
                .filter(any -> any.silenceId().equals(silence))
                .findFirst()
                .orElseThrow(() -> Problem.of(Response.Status.NOT_FOUND, "no silence \"" + silence + "\" holds"));
        Instant until = now.isAfter(known.from()) ? now : known.from().plusMillis(1);
        var ended = new AlertsSilenced(
                known.silenceId(),
                known.model(),
                known.kind(),
                known.reason(),
                known.silencedBy(),
                known.from(),
                until);
        return written(ended);
    }
}
