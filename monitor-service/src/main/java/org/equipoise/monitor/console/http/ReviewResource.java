package org.equipoise.monitor.console.http;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.LabelDeferred;
import org.equipoise.common.events.LabelDeferred.Reason;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.monitor.console.Answers.Answer;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.console.ReviewItem;
import org.equipoise.monitor.console.ReviewItem.Kind;
import org.equipoise.monitor.console.ReviewQueue;
import org.equipoise.monitor.console.ReviewQueue.Progress;
import org.equipoise.monitor.console.ReviewQueue.Reader;
import org.equipoise.monitor.kafka.EventWriter;
import org.equipoise.security.http.Parameters;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;

/** Images that a person should look at. */
@Path("/review")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "review", description = "Images to look at, and what readers say")
class ReviewResource {

    private static final int MOST = 500;

    /** What pages call their answers. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16,32}");

    private final ConsoleState state;
    private final EventWriter labels;
    private final SecurityIdentity identity;
    private final Clock clock;
    private final AtomicLong unnamed = new AtomicLong();

    ReviewResource(ConsoleState state, EventWriter labels, SecurityIdentity identity, Clock clock) {
        this.state = state;
        this.labels = labels;
        this.identity = identity;
        this.clock = clock;
    }

    /**
     * What the reader sees.
     *
     * @param answer the page's id of this answer; the same id sent again is the same answer
     * @param kind as what the image was shown, see {@link ReviewItem.Kind}; needed where several readers are asked
     */
    record Reading(
            @Nullable String label,
            @Nullable String answer,
            @Nullable String kind) {}

    /** Why the reader gives no label: one of {@link Reason}'s codes. */
    record Deferral(@Nullable String reason) {}

    @GET
    @Operation(
            summary = "What whoever asks has still to look at",
            description =
                    "What a label would change most comes first. Nothing is held for whoever asks: see /review/held.")
    @APIResponse(responseCode = "200", description = "Images, without who labelled them")
    @APIResponse(responseCode = "400", description = "There is no such kind, or no such number of images")
    @APIResponse(responseCode = "503", description = OpenQueue.LATER)
    public List<ReviewItem> waiting(
            @Parameter(description = "Of this dataset only") @QueryParam("dataset") @Nullable String dataset,
            @Parameter(description = "assigned, disagreement, suspect, conflict or other: of this kind only")
                    @QueryParam("kind")
                    @Nullable String kind,
            @Parameter(description = "Images, in [1, 500]; 100 where it is not given") @QueryParam("most") @Nullable String most) {
        return review().waitingFor(
                        Visitor.of(identity).reader(),
                        OpenQueue.blankAsNone(dataset),
                        OpenQueue.kind(kind),
                        Parameters.count("most", most, 100, MOST));
    }

    @GET
    @Path("/progress")
    @Operation(
            summary = "How many images wait, are open, and are settled, by dataset and kind",
            description = "Waiting are those that whoever asks has still to look at; open are all that nobody settled.")
    @APIResponse(responseCode = "200", description = "Counts by dataset and kind")
    @APIResponse(responseCode = "503", description = OpenQueue.LATER)
    public List<Progress> progress() {
        return review().progress(Visitor.of(identity).reader());
    }

    @POST
    @Path("/{dataset}/{image}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(
            summary = "Labels an image, in the name of whoever asks",
            description = "Written to labels.submitted, in the role of the key: an adjudicator's or operator's label is"
                    + " final. A later label of the same annotator replaces an earlier one. An answer that is sent again"
                    + " under the same id is written once.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = Reading.class),
                            examples =
                                    @ExampleObject(
                                            name = "a reading",
                                            value =
                                                    "{\"label\": \"benign\", \"answer\": \"3f2a9c0b1d4e5f60718293a4b5c6d7e8\"}")))
    @APIResponse(
            responseCode = "200",
            description = "The label as it was written",
            content =
                    @Content(
                            schema = @Schema(implementation = LabelSubmitted.class),
                            examples =
                                    @ExampleObject(
                                            name = "written",
                                            value =
                                                    "{\"dataset\": \"lung\", \"imageId\": \"5f70…\", \"label\": \"benign\", "
                                                            + "\"annotator\": \"dr-who\", \"submittedAt\": \"2026-11-23T08:00:00Z\", "
                                                            + "\"role\": \"reader\", \"examination\": \"labels-1\"}")))
    @APIResponse(responseCode = "400", description = "The label is not in the dataset's vocabulary")
    @APIResponse(responseCode = "404", description = "The image is not in the queue")
    @APIResponse(
            responseCode = "409",
            description = "Somebody else has settled it; all readers who were asked have read it; or several are asked"
                    + " and the answer does not say that it was shown as such")
    @APIResponse(responseCode = "503", description = OpenQueue.LATER)
    public LabelSubmitted label(String dataset, String image, @Nullable Reading reading) {
        Reader reader = reader();
        String id = eventId(dataset, image, reader, reading == null ? null : reading.answer());
        return said(id).orElseGet(() -> {
            String label = wanted(dataset, image, reading == null ? null : reading.label(), reader);
            requireBlind(dataset, image, reader, reading == null ? null : reading.kind());
            return say(id, () -> review().reading(dataset, image, label, reader, clock.instant()));
        });
    }

    /** The label, if it can be given. */
    private String wanted(String dataset, String image, @Nullable String label, Reader reader) {
        requireConcerned(dataset, image);
        LabelSet vocabulary = review().labelSet(dataset)
                .orElseThrow(() ->
                        Problem.of(Response.Status.NOT_FOUND, "no vocabulary of dataset " + dataset + " is known"));
        if (label == null || vocabulary.indexOf(label).isEmpty()) {
            throw Problem.bad("label must be one of " + vocabulary.classes());
        }
        List<String> settledBy = review().settledBy(dataset, image);
        if (!settledBy.isEmpty() && !settledBy.contains(reader.name())) {
            throw Problem.of(Response.Status.CONFLICT, "it was settled by " + String.join(", ", settledBy));
        }
        if (reader.role() == Role.READER && review().awaitsAdjudicator(dataset, image)) {
            throw Problem.of(Response.Status.CONFLICT, "its readers do not agree: an adjudicator settles it");
        }
        requireNotReadByAll(dataset, image, reader);
        return label;
    }

    /** An answer that was formed while the page told what others say is no reading. */
    private void requireBlind(String dataset, String image, Reader reader, @Nullable String kind) {
        if (review().readsBlind(reader, dataset, image)
                && !Kind.ASSIGNED.wireName().equals(kind)) {
            throw Problem.of(
                    Response.Status.CONFLICT,
                    "several readers are asked to read it without seeing what others say: the answer's kind must be"
                            + " assigned");
        }
    }

    /** A reader who has seen what others say does not answer, or take his answer back. */
    private void requireNotReadByAll(String dataset, String image, Reader reader) {
        if (reader.role() == Role.READER && review().isReadByAll(dataset, image)) {
            throw Problem.of(
                    Response.Status.CONFLICT,
                    "all readers who were asked have read it: only an adjudicator changes it");
        }
    }

    @DELETE
    @Path("/{dataset}/{image}")
    @Blocking
    @Operation(
            summary = "Takes back the label that whoever asks gave the image",
            description =
                    "Written to labels.submitted as a withdrawal; the image is again as if nothing had been said.")
    @APIResponse(
            responseCode = "200",
            description = "The withdrawal as it was written",
            content = @Content(schema = @Schema(implementation = LabelSubmitted.class)))
    @APIResponse(responseCode = "404", description = "There is no label to take back")
    @APIResponse(responseCode = "409", description = "All readers who were asked have read the image")
    @APIResponse(responseCode = "503", description = OpenQueue.LATER)
    public LabelSubmitted withdraw(
            String dataset,
            String image,
            @Parameter(description = "The page's id of this answer; the same id sent again is the same answer")
                    @QueryParam("answer")
                    @Nullable String answer) {
        Reader reader = reader();
        String id = eventId(dataset, image, reader, answer);
        return said(id).orElseGet(() -> {
            requireNotReadByAll(dataset, image, reader);
            return say(
                    id,
                    () -> review().withdrawal(dataset, image, reader, clock.instant())
                            .orElseThrow(
                                    () -> Problem.of(Response.Status.NOT_FOUND, "you have not labelled this image")));
        });
    }

    @POST
    @Path("/{dataset}/{image}/deferral")
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(
            summary = "Says that whoever asks gives the image no label, and why",
            description =
                    "Written to labels.deferred, once however often it is sent. The image comes after all others to"
                            + " him, and others are told the reason.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = Deferral.class),
                            examples = @ExampleObject(name = "a deferral", value = "{\"reason\": \"second-opinion\"}")))
    @APIResponse(responseCode = "204", description = "It is said")
    @APIResponse(responseCode = "400", description = "There is no such reason")
    @APIResponse(responseCode = "404", description = "The image is not in the queue")
    @APIResponse(responseCode = "503", description = OpenQueue.LATER)
    public void defer(String dataset, String image, @Nullable Deferral deferral) {
        Reader reader = reader();
        requireConcerned(dataset, image);
        List<String> codes = Stream.of(Reason.values()).map(Reason::code).toList();
        int which = deferral == null ? -1 : codes.indexOf(String.valueOf(deferral.reason()));
        if (which < 0) {
            throw Problem.bad("reason must be one of " + String.join(", ", codes));
        }
        review().deferral(dataset, image, Reason.values()[which], reader, clock.instant())
                .ifPresent(this::say);
    }

    @DELETE
    @Path("/{dataset}/{image}/deferral")
    @Blocking
    @Operation(summary = "Takes back that whoever asks gave the image no label")
    @APIResponse(responseCode = "204", description = "It is taken back")
    @APIResponse(responseCode = "404", description = "There is nothing to take back")
    @APIResponse(responseCode = "503", description = OpenQueue.LATER)
    public void deferNoLonger(String dataset, String image) {
        say(review().deferralWithdrawn(dataset, image, reader(), clock.instant())
                .orElseThrow(() -> Problem.of(Response.Status.NOT_FOUND, "you have not deferred this image")));
    }

    private void say(LabelDeferred deferral) {
        labels.write(deferral);
        review().deferred(deferral);
    }

    /** The answer's own id makes the event's; an answer without one is always a new one. */
    private String eventId(String dataset, String image, Reader reader, @Nullable String answer) {
        if (answer != null && !ID.matcher(answer).matches()) {
            throw Problem.bad("answer must match " + ID);
        }
        return ImageKey.of(dataset, image) + "/" + reader.name() + "/"
                + (answer == null ? clock.instant() + "/" + unnamed.incrementAndGet() : answer);
    }

    private Optional<LabelSubmitted> said(String id) {
        return state.answers().find(id).filter(Answer::stored).map(Answer::event);
    }

    /**
     * Writes what the reader says, or again what was begun under this id and perhaps not stored. Whoever said it is not
     * asked again, even before the topic has been read.
     */
    private LabelSubmitted say(String id, Supplier<LabelSubmitted> event) {
        LabelSubmitted label = state.answers().begin(id, event).event();
        labels.write(label, id);
        state.answers().stored(id, label);
        review().submitted(label);
        state.leases().release(label.annotator(), label.key());
        return label;
    }

    private ReviewQueue review() {
        return OpenQueue.of(state);
    }

    private void requireConcerned(String dataset, String image) {
        OpenQueue.requireConcerned(state, dataset, image);
    }

    private Reader reader() {
        Reader reader = Visitor.of(identity).reader();
        if (LabelSubmitted.isSource(reader.name())) {
            throw Problem.bad("a key named " + reader.name() + " cannot label: labels of studies are called so");
        }
        return reader;
    }
}
