package org.equipoise.monitor.console.http;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.monitor.console.AuditCsv;
import org.equipoise.monitor.console.AuditRow;
import org.equipoise.monitor.console.AuditRow.Origin;
import org.equipoise.monitor.console.AuditTrail;
import org.equipoise.monitor.console.Blinding;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.console.ImageStory;
import org.equipoise.monitor.console.StoryQuery;
import org.equipoise.monitor.console.kafka.AuditReader;
import org.equipoise.security.http.Parameters;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;

/** Which version answered what to which image, and what a reader decided. Read from the logs when somebody asks. */
@Path("/audit")
@Tag(name = "audit", description = "Answers, where they come from, and what readers decided")
@Singleton
class AuditResource {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{8,128}");
    private static final int MOST_ROWS = 100_000;
    private static final String CSV = "text/csv";

    private static final String ROW = """
            {"image": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef", "dataset": "lung",
             "study": "ST-0017", "model": "lung", "modelVersion": "9d3c1b7a2f10", "trainedOn": "lung/4be0c7d2a911",
             "datasetHash": "4be0c7d2a911…", "predictedAt": "2026-11-23T08:00:00Z", "answer": "benign",
             "labels": ["none", "benign", "malignant"], "probabilities": [0.07, 0.9, 0.03], "standing": "accepted",
             "readerLabel": "benign", "votes": {"dr-who": "benign"}, "checkedAt": "2026-11-23T09:00:00Z",
             "settledBy": ["dr-who"], "overruled": []}""";

    private static final String STEP = """
            {"at": "2026-11-23T08:00:00Z", "topic": "predictions.made", "dataset": "lung", "image": "5f70…",
             "what": "lung version 9d3c1b7a2f10 answered benign with probability 0.900 for study ST-0017"}""";

    private final AuditReader reader;
    private final ConsoleState state;
    private final SecurityIdentity identity;
    /** A reading takes a connection and as long as the logs are: not any number at a time. */
    private final Semaphore turns = new Semaphore(2);

    AuditResource(AuditReader reader, ConsoleState state, SecurityIdentity identity) {
        this.reader = reader;
        this.state = state;
        this.identity = identity;
    }

    /** What readers are to read without seeing what others say is not told here either. */
    private Blinding blinding() {
        return new Blinding(Visitor.of(identity).maySettle());
    }

    /**
     * All about one image.
     *
     * @param images whose ids begin so
     * @param answers what models answered, with what readers decided
     * @param story everything that happened, in the order of time
     */
    record ImageAudit(Set<String> images, List<AuditRow> answers, List<ImageStory.Step> story) {}

    @GET
    @Path("/{image}")
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(summary = "Every answer about one image, what readers decided, and all that happened to it")
    @APIResponse(
            responseCode = "200",
            description = "Answers and story",
            content =
                    @Content(
                            schema = @Schema(implementation = ImageAudit.class),
                            examples =
                                    @ExampleObject(
                                            name = "one answer",
                                            value = "{\"images\": [\"5f70…\"], \"answers\": [" + ROW
                                                    + "], \"story\": []}")))
    @APIResponse(responseCode = "400", description = "Not an image's id, nor the first 8 characters or more of one")
    @APIResponse(responseCode = "404", description = "Nothing is known about such an image")
    @APIResponse(responseCode = "503", description = "Others are reading the logs; try again")
    public ImageAudit image(
            @Parameter(description = "An image's id, or at least its first 8 characters") String image) {
        String prefix = image.toLowerCase(Locale.ROOT);
        if (!PREFIX.matcher(prefix).matches()) {
            throw Problem.of(Response.Status.BAD_REQUEST, "need an image's id, or at least its first 8 characters");
        }
        var story = new ImageStory(StoryQuery.ofImage(prefix));
        var trail = new AuditTrail(made -> made.imageId().startsWith(prefix), MOST_ROWS);
        inTurn(() -> {
            reader.read(story);
            reader.read(trail);
        });
        if (story.images().isEmpty()) {
            throw Problem.of(Response.Status.NOT_FOUND, "nothing is known about an image " + image);
        }
        return new ImageAudit(story.images(), trail.rows(this::origin, blinding()), story.steps(blinding()));
    }

    /**
     * What happened.
     *
     * @param steps in the order of time
     */
    record Story(List<ImageStory.Step> steps) {}

    @GET
    @Path("/story")
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(
            summary = "All that happened to the images of an id, a study or an original",
            description =
                    "Images that any of the names means. The same pixels in two datasets are two images: each step"
                            + " says whose it is.")
    @APIResponse(
            responseCode = "200",
            description = "In the order of time; no step where nothing is known",
            content =
                    @Content(
                            schema = @Schema(implementation = Story.class),
                            examples = @ExampleObject(name = "one step", value = "{\"steps\": [" + STEP + "]}")))
    @APIResponse(responseCode = "400", description = "Nothing to look for")
    @APIResponse(responseCode = "503", description = "Others are reading the logs; try again")
    public Story story(
            @Parameter(description = "An image's id, or at least its first 4 characters") @QueryParam("image") @Nullable String image,
            @Parameter(description = "A study's id") @QueryParam("study") @Nullable String study,
            @Parameter(description = "The end of an original's key in the bucket of studies, in whole parts")
                    @QueryParam("path")
                    @Nullable String path,
            @Parameter(description = "Only in this dataset") @QueryParam("dataset") @Nullable String dataset) {
        var query = new StoryQuery(image, study, path, dataset);
        if (query.isEmpty()) {
            throw Problem.of(
                    Response.Status.BAD_REQUEST,
                    "need the first " + StoryQuery.FEWEST_DIGITS
                            + " characters of an image's id or more, a study's id, or an original's path");
        }
        var story = new ImageStory(query);
        inTurn(() -> reader.read(story));
        return new Story(story.steps(blinding()));
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, CSV})
    @Blocking
    @Operation(
            summary = "The audit trail, as JSON or, with Accept: text/csv, as a table",
            description = "Rows are the first ones in the log that fit; the header X-Cut says whether there are more.")
    @APIResponse(
            responseCode = "200",
            description = "Answers in the order of their times",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.ARRAY, implementation = AuditRow.class),
                        examples = @ExampleObject(name = "rows", value = "[" + ROW + "]")),
                @Content(
                        mediaType = CSV,
                        examples =
                                @ExampleObject(
                                        name = "table",
                                        value =
                                                "image,dataset,study,model,model_version,...\\r\\n5f70…,lung,ST-0017,lung,9d3c1b7a2f10,..."))
            })
    @APIResponse(
            responseCode = "400",
            description =
                    "A time is not of the form 2026-11-23T08:00:00Z, until is not after from, or no such number of rows")
    @APIResponse(responseCode = "503", description = "Others are reading the logs; try again")
    public Response trail(
            @QueryParam("model") @Nullable String model,
            @Parameter(description = "Not before this time") @QueryParam("from") @Nullable String from,
            @Parameter(description = "Before this time") @QueryParam("until") @Nullable String until,
            @Parameter(description = "Rows, in [1, 100000]; 10000 where it is not given") @QueryParam("most") @Nullable String most,
            @jakarta.ws.rs.HeaderParam("Accept") @Nullable String accept) {
        Instant first = time("from", from, Instant.MIN);
        Instant end = time("until", until, Instant.MAX);
        Predicate<PredictionMade> wanted =
                made -> (model == null || made.model().equals(model))
                        && !made.predictedAt().isBefore(first)
                        && made.predictedAt().isBefore(end);
        if (!end.isAfter(first)) {
            throw Problem.of(
                    Response.Status.BAD_REQUEST, "until must be after from, got from " + first + " until " + end);
        }
        var trail = new AuditTrail(wanted, Parameters.count("most", most, 10_000, MOST_ROWS));
        inTurn(() -> reader.read(trail));
        List<AuditRow> rows = trail.rows(this::origin, blinding());
        boolean table = accept != null && accept.contains(CSV);
        return Response.ok(
                        table ? AuditCsv.of(rows) : rows, table ? CSV + ";charset=UTF-8" : MediaType.APPLICATION_JSON)
                .header("X-Cut", trail.isCut())
                .build();
    }

    private Origin origin(String model, String version) {
        return state.models()
                .version(model, version)
                .map(trained -> new Origin(
                        trained.dataset() + "/" + trained.datasetVersion(),
                        state.datasets()
                                .find(trained.dataset(), trained.datasetVersion())
                                .map(DatasetFrozen::contentHash)
                                .orElse(null)))
                .orElse(new Origin(null, null));
    }

    private void inTurn(Runnable reading) {
        if (!turns.tryAcquire()) {
            throw Problem.of(Response.Status.SERVICE_UNAVAILABLE, "others are reading the logs; try again");
        }
        try {
            reading.run();
        } finally {
            turns.release();
        }
    }

    private static Instant time(String name, @Nullable String given, Instant otherwise) {
        try {
            return given == null || given.isBlank() ? otherwise : Instant.parse(given);
        } catch (DateTimeParseException e) {
            throw Problem.of(Response.Status.BAD_REQUEST, name + " must be of the form 2026-11-23T08:00:00Z");
        }
    }
}
