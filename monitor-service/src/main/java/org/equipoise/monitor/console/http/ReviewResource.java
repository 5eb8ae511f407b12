package org.equipoise.monitor.console.http;

import java.time.Clock;
import java.util.List;
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
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.console.ReviewItem;
import org.equipoise.monitor.console.ReviewItem.Kind;
import org.equipoise.monitor.console.ReviewQueue.Progress;
import org.equipoise.monitor.console.ReviewQueue.Reader;
import org.equipoise.monitor.console.ShownImage;
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

    private final Object turn = new Object();

    private final ConsoleState state;
    private final ObjectStore objects;
    private final EventWriter labels;
    private final SecurityIdentity identity;
    private final Clock clock;

    ReviewResource(
            ConsoleState state, ObjectStore objects, EventWriter labels, SecurityIdentity identity, Clock clock) {
        this.state = state;
        this.objects = objects;
        this.labels = labels;
        this.identity = identity;
        this.clock = clock;
    }

    /** What the reader sees. */
    record Reading(@Nullable String label) {}

    @GET
    @Operation(
            summary = "What whoever asks has still to look at",
            description = "The most doubtful labels and what was quarantined first, in turn.")
    @APIResponse(responseCode = "200", description = "Images, without who labelled them")
    @APIResponse(responseCode = "400", description = "There is no such kind, or no such number of images")
    public List<ReviewItem> waiting(
            @Parameter(description = "Of this dataset only") @QueryParam("dataset") @Nullable String dataset,
            @Parameter(description = "suspect, conflict or other: of this kind only") @QueryParam("kind") @Nullable String kind,
            @Parameter(description = "Images, in [1, 500]; 100 where it is not given") @QueryParam("most") @Nullable String most) {
        return state.review()
                .waitingFor(
                        Visitor.of(identity).reader(),
                        dataset == null || dataset.isBlank() ? null : dataset,
                        kind(kind),
                        Parameters.count("most", most, 100, MOST));
    }

    @GET
    @Path("/progress")
    @Operation(
            summary = "How many images wait, are open, and are settled, by dataset and kind",
            description = "Waiting are those that whoever asks has still to look at; open are all that nobody settled.")
    public List<Progress> progress() {
        return state.review().progress(Visitor.of(identity).reader());
    }

    @GET
    @Path("/{dataset}/{image}/pixels")
    @Produces("image/png")
    @Blocking
    @Operation(
            summary = "The canonical image, as PNG; of images in the queue only",
            description =
                    "An image of 16 bits is brought to 8, which a browser can show: through the window of the newest"
                            + " version of its dataset, or between its own percentiles where none has a window. The header"
                            + " Equipoise-Window says which.")
    @APIResponse(responseCode = "200", description = "The image")
    @APIResponse(responseCode = "400", description = "depth is neither shown nor stored")
    @APIResponse(responseCode = "404", description = "It is not to be looked at, or not stored")
    public Response pixels(
            String dataset,
            String image,
            @Parameter(description = "shown, or stored: with all bits, as it is stored") @QueryParam("depth") @Nullable String depth) {
        requireConcerned(dataset, image);
        boolean stored = "stored".equals(Parameters.oneOf("depth", depth, List.of("shown", "stored")));
        return objects.get(Bucket.IMAGES, ObjectKeys.image(dataset, image))
                .map(bytes -> stored ? ShownImage.stored(bytes) : shown(bytes, dataset))
                .map(ReviewResource::picture)
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND, "image " + image + " of dataset " + dataset + " is not stored"))
                .build();
    }

    private ShownImage shown(byte[] png, String dataset) {
        ValueWindow window =
                state.datasets().newest(dataset).map(DatasetFrozen::window).orElse(null);
        // A large image takes a few hundred megabytes meanwhile.
        synchronized (turn) {
            return ShownImage.of(png, window);
        }
    }

    private static Response.ResponseBuilder picture(ShownImage image) {
        Response.ResponseBuilder response = Response.ok(image.png()).header("Cache-Control", "private, max-age=300");
        ValueWindow window = image.window();
        return window == null
                ? response
                : response.header("Equipoise-Window", window.low() + " to " + window.high() + ", " + window.rule());
    }

    @POST
    @Path("/{dataset}/{image}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(
            summary = "Labels an image, in the name of whoever asks",
            description = "Written to labels.submitted, in the role of the key: an adjudicator's or operator's label is"
                    + " final. A later label of the same annotator replaces an earlier one.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = Reading.class),
                            examples = @ExampleObject(name = "a reading", value = "{\"label\": \"benign\"}")))
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
    @APIResponse(responseCode = "409", description = "Somebody else has settled it")
    public LabelSubmitted label(String dataset, String image, @Nullable Reading reading) {
        requireConcerned(dataset, image);
        LabelSet vocabulary = state.review()
                .labelSet(dataset)
                .orElseThrow(() ->
                        Problem.of(Response.Status.NOT_FOUND, "no vocabulary of dataset " + dataset + " is known"));
        String label = reading == null ? null : reading.label();
        if (label == null || vocabulary.indexOf(label).isEmpty()) {
            throw Problem.bad("label must be one of " + vocabulary.classes());
        }
        Reader reader = reader();
        List<String> settledBy = state.review().settledBy(dataset, image);
        if (!settledBy.isEmpty() && !settledBy.contains(reader.name())) {
            throw Problem.of(Response.Status.CONFLICT, "it was settled by " + String.join(", ", settledBy));
        }
        return write(state.review().reading(dataset, image, label, reader, clock.instant()));
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
    public LabelSubmitted withdraw(String dataset, String image) {
        return write(state.review()
                .withdrawal(dataset, image, reader(), clock.instant())
                .orElseThrow(() -> Problem.of(Response.Status.NOT_FOUND, "you have not labelled this image")));
    }

    /** Whoever did it is not asked again, or again, even before the topic has been read. */
    private LabelSubmitted write(LabelSubmitted label) {
        labels.write(label);
        state.review().submitted(label);
        return label;
    }

    private void requireConcerned(String dataset, String image) {
        if (!state.review().concerns(dataset, image)) {
            throw Problem.of(
                    Response.Status.NOT_FOUND, "no image " + image + " of dataset " + dataset + " is in the queue");
        }
    }

    private Reader reader() {
        Reader reader = Visitor.of(identity).reader();
        if (LabelSubmitted.isSource(reader.name())) {
            throw Problem.bad("a key named " + reader.name() + " cannot label: labels of studies are called so");
        }
        return reader;
    }

    private static @Nullable Kind kind(@Nullable String given) {
        List<String> names = Stream.of(Kind.values()).map(Kind::wireName).toList();
        String name = Parameters.oneOf("kind", given, names);
        return name == null ? null : Kind.values()[names.indexOf(name)];
    }
}
