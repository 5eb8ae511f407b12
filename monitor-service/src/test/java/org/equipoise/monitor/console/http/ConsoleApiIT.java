package org.equipoise.monitor.console.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.local.testing.StackResource;
import org.equipoise.monitor.app.Outside;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.console.kafka.ConsoleFollower;
import org.equipoise.security.testing.Secured;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

@QuarkusTest
@TestProfile(Secured.class)
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = Outside.class, scope = TestResourceScope.GLOBAL)
class ConsoleApiIT implements Outside.Witness {

    private static final byte[] PIXELS = {1, 2, 3};
    private static final String IMAGE = EventExamples.IMAGE_ID;
    private static final String OTHER = "12".repeat(32);

    private final String bootstrapServers;
    private final ObjectStore objects;
    private List<Outside.Post> posts = List.of();

    @Inject
    ConsoleApiIT(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, ObjectStore objects) {
        this.bootstrapServers = bootstrapServers;
        this.objects = objects;
    }

    @Override
    public void sees(List<Outside.Post> seen) {
        posts = seen;
    }

    /** What the other services would have written; writing it again changes nothing. */
    @BeforeEach
    void write() {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            Map<String, List<Record>> events = new HashMap<>(Map.of(
                    Topics.TRAINING_REQUESTED, List.of(EventExamples.trainingRequested()),
                    Topics.TRAINING_PROGRESSED, List.of(EventExamples.trainingProgressed()),
                    Topics.DATASETS_FROZEN, List.of(EventExamples.datasetFrozen()),
                    Topics.DATASETS_DECLARED, List.of(EventExamples.datasetDeclared()),
                    Topics.MODELS_TRAINED, List.of(EventExamples.modelTrained()),
                    Topics.MODELS_DECIDED, List.of(EventExamples.modelDecided()),
                    Topics.PREDICTIONS_MADE, List.of(EventExamples.predictionMade()),
                    Topics.IMAGES_INGESTED, List.of(EventExamples.imageIngested()),
                    Topics.LABELS_SUSPECTED, List.of(EventExamples.labelSuspected()),
                    Topics.LABELS_CHECKED, List.of(EventExamples.labelAccepted(), conflict())));
            events.put(
                    Topics.DIAGNOSES_MADE,
                    List.of(
                            diagnosis("run-1", "lung-nodule/diagnoses/run-1.json"),
                            diagnosis("astray", "another/diagnoses/run-1.json")));
            events.forEach((topic, records) -> records.forEach(event ->
                    producer.send(new ProducerRecord<>(topic, "key-" + event.hashCode(), EventCodec.write(event)))));
            producer.flush();
        }
        objects.createBuckets();
        objects.put(Bucket.IMAGES, ObjectKeys.image("lung", OTHER), PIXELS, "image/png");
        objects.put(
                Bucket.DATASETS,
                EventExamples.datasetFrozen().manifestKey(),
                ("{\"imageId\":\"" + IMAGE + "\"}\n").getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "application/x-ndjson");
        eventually(() -> viewer().get("/review").then().body("imageId", hasItem(OTHER)));
        eventually(() ->
                viewer().get("/registry/lung-nodule").then().statusCode(200).body("decisions", hasSize(1)));
        eventually(() -> viewer().get("/datasets").then().body("dataset", hasItem("lung")));
        eventually(() -> viewer().get("/runs/run-1").then().statusCode(200).body("labels", hasSize(3)));
    }

    private static DiagnosisMade diagnosis(String id, String cardKey) {
        DiagnosisMade example = EventExamples.diagnosisMade();
        return new DiagnosisMade(
                id,
                example.model(),
                example.version(),
                "run-1",
                example.condition(),
                example.sentence(),
                example.causes(),
                example.proof(),
                cardKey,
                EventExamples.TIME);
    }

    private static LabelChecked conflict() {
        return new LabelChecked(
                "lung",
                OTHER,
                LabelChecked.Standing.QUARANTINED,
                List.of(LabelChecked.QuarantineReason.CONFLICTING_LABELS),
                null,
                null,
                Split.TRAIN,
                "5d41402abc4b2a76",
                Map.of("reader-1", "none", "reader-2", "benign"),
                1,
                EventExamples.TIME);
    }

    @Test
    void theAuditOfAnImageNamesVersionScoresDatasetHashAndReader() {
        viewer().get("/audit/" + IMAGE.substring(0, 10))
                .then()
                .statusCode(200)
                .body("images", hasItem(IMAGE))
                .body("answers[0].modelVersion", equalTo("a1b2c3d4e5f6"))
                .body("answers[0].probabilities", hasSize(3))
                .body("answers[0].trainedOn", equalTo("lung/0a1b2c3d4e5f"))
                .body("answers[0].datasetHash", equalTo("0a1b2c3d4e5f" + "0".repeat(52)))
                .body("answers[0].readerLabel", equalTo("benign"))
                .body("answers[0].votes.reader-2", equalTo("benign"))
                .body("story.topic", hasItem(Topics.IMAGES_INGESTED));
        viewer().get("/audit/ffffffffff").then().statusCode(404).body("problem", containsString("ffffffffff"));
        viewer().get("/audit/short").then().statusCode(400);
    }

    @Test
    void theStoryOfAnOriginalSaysWhoseImageItIsAndWhichVersionHoldsIt() {
        viewer().get("/audit/story?path=0.png")
                .then()
                .statusCode(200)
                .body("steps.image.unique()", equalTo(List.of(IMAGE)))
                .body("steps.dataset", hasItem("lung"))
                .body("steps.topic", hasItem(Topics.LABELS_CHECKED))
                .body("steps.topic", hasItem(Topics.DATASETS_FROZEN));
        viewer().get("/audit/story?path=0.png&dataset=breast")
                .then()
                .statusCode(200)
                .body("steps", hasSize(0));
        viewer().get("/audit/story?image=abc").then().statusCode(400).body("problem", containsString("4 characters"));
    }

    @Test
    void theAuditTrailIsATableToWhoAsksForOneAndJsonToTheRest() {
        viewer().accept("text/csv")
                .get("/audit?model=lung-nodule")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .header("X-Cut", "false")
                .body(containsString(IMAGE + ",lung,study-1,lung-nodule,a1b2c3d4e5f6,lung/0a1b2c3d4e5f,"));
        viewer().get("/audit?model=lung-nodule")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("", hasSize(1))
                .body("[0].answer", equalTo("none"));
        viewer().get("/audit?model=lung-nodule&until=2026-01-01T00:00:00Z")
                .then()
                .body("", hasSize(0));
        viewer().get("/audit?from=yesterday").then().statusCode(400).body("problem", containsString("from"));
    }

    @Test
    void theStateSaysThatItIsAllThereWhenAllIsReadAndNotBefore() {
        ConsoleState state = ConsoleState.empty();
        try (var follower = new ConsoleFollower(bootstrapServers, state)) {
            assertThat(state.caughtUp()).isFalse();
            follower.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(1))
                    .untilTrue(state.caughtUp());
            assertThat(state.review().concerns("lung", OTHER)).isTrue();
        }
    }

    @Test
    void anAnnotatorLooksAtAnImageAndLabelsItInTheirOwnName() throws MalformedEventException {
        byte[] seen =
                as(Secured.ANNOTATOR).get("/review/lung/" + OTHER + "/pixels").asByteArray();
        as(Secured.ANNOTATOR)
                .contentType("application/json")
                .body("{\"label\": \"benign\", \"annotator\": \"somebody else\"}")
                .post("/review/lung/" + OTHER)
                .then()
                .statusCode(200)
                .body("annotator", equalTo("anna"));

        assertThat(seen).isEqualTo(PIXELS);
        assertThat(submitted()).anySatisfy(label -> {
            assertThat(label.imageId()).isEqualTo(OTHER);
            assertThat(label.annotator()).isEqualTo("anna");
            assertThat(label.label()).isEqualTo("benign");
        });
    }

    @Test
    void theRoleOfALabelIsThatOfTheKeyWhateverTheRequestSays() throws MalformedEventException {
        for (String key : List.of(Secured.ANNOTATOR, Secured.ADJUDICATOR, Secured.OPERATOR)) {
            as(key).contentType("application/json")
                    .body("{\"label\": \"benign\", \"role\": \"adjudicator\", \"examination\": \"made-up\"}")
                    .post("/review/lung/" + OTHER)
                    .then()
                    .statusCode(200)
                    .body("examination", equalTo(null))
                    .body("role", equalTo(key.equals(Secured.ANNOTATOR) ? "reader" : "adjudicator"));
        }

        assertThat(submitted())
                .extracting(label -> label.annotator() + " " + label.role())
                .contains("anna READER", "adam ADJUDICATOR", "otto ADJUDICATOR");
        viewer().contentType("application/json")
                .body("{\"label\": \"benign\"}")
                .post("/review/lung/" + OTHER)
                .then()
                .statusCode(403);
    }

    @Test
    void aLabelIsTakenBackByWhoeverGaveItAndTheImageWaitsAgain() throws MalformedEventException {
        as(Secured.ADJUDICATOR)
                .contentType("application/json")
                .body("{\"label\": \"none\"}")
                .post("/review/lung/" + OTHER)
                .then()
                .statusCode(200);
        as(Secured.ADJUDICATOR).get("/review").then().body("imageId", not(hasItem(OTHER)));

        as(Secured.ADJUDICATOR)
                .delete("/review/lung/" + OTHER)
                .then()
                .statusCode(200)
                .body("label", equalTo("none"))
                .body("withdrawn", equalTo(true));

        as(Secured.ADJUDICATOR).get("/review").then().body("imageId", hasItem(OTHER));
        as(Secured.ADJUDICATOR).delete("/review/lung/" + OTHER).then().statusCode(404);
        viewer().delete("/review/lung/" + OTHER).then().statusCode(403);
        assertThat(submitted())
                .filteredOn(LabelSubmitted::withdraws)
                .anySatisfy(label -> assertThat(label.annotator()).isEqualTo("adam"));
    }

    @Test
    void anAnswerThatIsSentAgainUnderItsIdIsWrittenOnceAndSoIsItsWithdrawal() throws MalformedEventException {
        String answer = "0f".repeat(16);
        RequestSpecification first = as(Secured.ADJUDICATOR)
                .contentType("application/json")
                .body("{\"label\": \"none\", \"answer\": \"" + answer + "\"}");
        String at = first.post("/review/lung/" + OTHER)
                .then()
                .statusCode(200)
                .extract()
                .path("submittedAt");

        as(Secured.ADJUDICATOR)
                .contentType("application/json")
                .body("{\"label\": \"benign\", \"answer\": \"" + answer + "\"}")
                .post("/review/lung/" + OTHER)
                .then()
                .statusCode(200)
                .body("label", equalTo("none"))
                .body("submittedAt", equalTo(at));
        String withdrawal = "/review/lung/" + OTHER + "?answer=" + "1e".repeat(16);
        String taken = as(Secured.ADJUDICATOR)
                .delete(withdrawal)
                .then()
                .statusCode(200)
                .extract()
                .path("submittedAt");
        as(Secured.ADJUDICATOR).delete(withdrawal).then().statusCode(200).body("submittedAt", equalTo(taken));

        assertThat(submitted())
                .filteredOn(label -> label.submittedAt().toString().equals(at))
                .hasSize(1);
        assertThat(submitted())
                .filteredOn(label -> label.submittedAt().toString().equals(taken))
                .hasSize(1);
    }

    @Test
    void aReaderDefersAnImageForAReasonOfTheListAndTakesItBack() {
        String deferral = "/review/lung/" + OTHER + "/deferral";
        RequestSpecification opinion =
                as(Secured.ANNOTATOR).contentType("application/json").body("{\"reason\": \"second-opinion\"}");
        as(Secured.ANNOTATOR)
                .contentType("application/json")
                .body("{\"reason\": \"Mrs. Who was restless\"}")
                .post(deferral)
                .then()
                .statusCode(400)
                .body(
                        "problem",
                        equalTo("reason must be one of not-diagnostic, second-opinion, wrong-body-part, other"));

        opinion.post(deferral).then().statusCode(204);
        opinion.post(deferral).then().statusCode(204);

        as(Secured.ADJUDICATOR)
                .get("/review?kind=conflict")
                .then()
                .body("find { it.imageId == '" + OTHER + "' }.deferred", equalTo(List.of("second-opinion")));
        viewer().get("/audit/" + OTHER.substring(0, 10))
                .then()
                .body("story.what", hasItem("deferred by anna in dataset lung: second opinion"));
        as(Secured.ADJUDICATOR).delete(deferral).then().statusCode(404);
        as(Secured.ANNOTATOR).delete(deferral).then().statusCode(204);
        as(Secured.ADJUDICATOR)
                .get("/review?kind=conflict")
                .then()
                .body("find { it.imageId == '" + OTHER + "' }.deferred", hasSize(0));
    }

    @Test
    void whatOneReaderHoldsNobodyElseIsGivenUntilHeLetsItGo() {
        // Whatever other tests labelled: both of them have still to look at it.
        as(Secured.OPERATOR).delete("/review/lung/" + OTHER);
        as(Secured.ADJUDICATOR).delete("/review/lung/" + OTHER);
        eventually(() ->
                assertThat(hold(Secured.OPERATOR, "{\"kind\": \"conflict\"}")).contains(OTHER));

        assertThat(hold(Secured.ADJUDICATOR, "{}")).doesNotContain(OTHER);
        assertThat(hold(Secured.OPERATOR, "{\"images\": [\"lung/" + OTHER + "\"], \"most\": 1}"))
                .containsExactly(OTHER);
        viewer().get("/review").then().body("imageId", hasItem(OTHER));

        assertThat(hold(Secured.OPERATOR, "{\"passed\": [\"lung/" + OTHER + "\"]}"))
                .doesNotContain(OTHER);
        assertThat(hold(Secured.ADJUDICATOR, "{}")).contains(OTHER);
        hold(Secured.ADJUDICATOR, "{\"most\": 0}");
        viewer().contentType("application/json")
                .body("{}")
                .post("/review/held")
                .then()
                .statusCode(403);
    }

    private static List<String> hold(String key, String wish) {
        return as(key).contentType("application/json")
                .body(wish)
                .post("/review/held")
                .then()
                .statusCode(200)
                .extract()
                .path("item.imageId");
    }

    @Test
    void aWishForTooMuchIsRefusedWithKindAndLimit() {
        Map.of(
                        "{\"most\": 17}",
                        "most must be a whole number in [0, 16], got 17",
                        "{\"kind\": \"strange\"}",
                        "kind must be one of assigned, disagreement, suspect, conflict, other",
                        "{\"images\": [" + "\"a\",".repeat(16) + "\"a\"]}",
                        "images must have at most 16 keys, got 17",
                        "{\"passed\": [null]}",
                        "passed must have keys of at most 128 characters",
                        "{\"passed\": [\"" + "a".repeat(129) + "\"]}",
                        "passed must have keys of at most 128 characters",
                        "{\"most\": \"many\"}",
                        "has a value of another kind")
                .forEach((wish, problem) -> as(Secured.ANNOTATOR)
                        .contentType("application/json")
                        .body(wish)
                        .post("/review/held")
                        .then()
                        .statusCode(400)
                        .body("problem", containsString(problem)));
        as(Secured.ANNOTATOR)
                .contentType("application/json")
                .body("{\"label\": \"benign\", \"answer\": \"../x\"}")
                .post("/review/lung/" + OTHER)
                .then()
                .statusCode(400)
                .body("problem", containsString("answer must match"));
        as(Secured.ANNOTATOR)
                .contentType("application/json")
                .body("{\"dataset\": \"" + "a".repeat(70_000) + "\"}")
                .post("/review/held")
                .then()
                .statusCode(413);
    }

    @Test
    void whatSomebodyElseSettledMeanwhileIsNotLabelledAgain() {
        as(Secured.ADJUDICATOR)
                .contentType("application/json")
                .body("{\"label\": \"none\"}")
                .post("/review/lung/" + IMAGE)
                .then()
                .statusCode(409)
                .body("problem", equalTo("it was settled by reader-2"));
    }

    @Test
    void theQueueIsAskedForOneKindOrOneDatasetAndSaysHowFarItIs() {
        viewer().get("/review?kind=conflict&dataset=lung").then().body("imageId", hasItem(OTHER));
        viewer().get("/review?kind=suspect").then().body("imageId", not(hasItem(OTHER)));
        viewer().get("/review?dataset=heart").then().body("", hasSize(0));
        viewer().get("/review?kind=strange").then().statusCode(400).body("problem", containsString("conflict"));
        viewer().get("/review/progress")
                .then()
                .statusCode(200)
                .body("find { it.kind == 'conflict' }.open", equalTo(1))
                .body("find { it.kind == 'assigned' }.settled", equalTo(1));
    }

    @Test
    void aLabelOutsideTheVocabularyAndAnImageOutsideTheQueueAreRefused() {
        RequestSpecification annotator =
                as(Secured.ANNOTATOR).contentType("application/json").body("{\"label\": \"none at all\"}");

        annotator.post("/review/lung/" + OTHER).then().statusCode(400).body("problem", containsString("benign"));
        as(Secured.ANNOTATOR)
                .contentType("application/json")
                .body("{\"label\": \"benign\"}")
                .post("/review/lung/" + "34".repeat(32))
                .then()
                .statusCode(404);
        as(Secured.ANNOTATOR)
                .get("/review/lung/" + "34".repeat(32) + "/pixels")
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/review?limit=-1,                      'not known here: there are dataset, kind, most'",
        "/review?most=-1,                       'most must be a whole number in [1, 500], got -1'",
        "/review?most=501,                      'most must be a whole number in [1, 500], got 501'",
        "/review?most=many,                     'most must be a whole number in [1, 500], got something else'",
        "/audit?most=0,                         'most must be a whole number in [1, 100000], got 0'",
        "/audit?from=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z, 'until must be after from'",
        "/audit/story?path=%00,                 'path must have no control characters'",
        "/alerts?state=asleep,                  'state must be one of pending, firing, silenced, resolved'",
        "/review?kind=suspect&kind=conflict,    'kind may be given once, got 2'",
        "/runs?most=1,                          'not known here: there is none'",
    })
    void aParameterThatCannotBeMeantIsRefusedWithKindAndLimit(String address, String problem) {
        as(Secured.VIEWER)
                .urlEncodingEnabled(false)
                .get(address)
                .then()
                .statusCode(400)
                .body("problem", containsString(problem));
    }

    @Test
    void nothingThatIsAnsweredNamesThePatient() {
        for (String path : List.of(
                "/audit/" + IMAGE,
                "/audit/story?path=0.png",
                "/audit",
                "/review",
                "/runs",
                "/datasets",
                "/registry/lung-nodule")) {
            viewer().get(path).then().statusCode(200).body(not(containsString("5d41402abc4b2a76")));
        }
    }

    @Test
    void whoAsksIsToldWhoTheyAre() {
        as(Secured.OPERATOR)
                .get("/visitor")
                .then()
                .body("name", equalTo("otto"))
                .body("mayLabel", equalTo(true))
                .body("maySettle", equalTo(true))
                .body("mayDecide", equalTo(true));
        as(Secured.ADJUDICATOR)
                .get("/visitor")
                .then()
                .body("name", equalTo("adam"))
                .body("maySettle", equalTo(true))
                .body("mayDecide", equalTo(false));
        as(Secured.ANNOTATOR)
                .get("/visitor")
                .then()
                .body("mayLabel", equalTo(true))
                .body("maySettle", equalTo(false))
                .body("mayDecide", equalTo(false));
        viewer().get("/visitor").then().body("name", equalTo("vera")).body("mayLabel", equalTo(false));
    }

    @Test
    void anOperatorSilencesAndASilenceThatSaysTooLittleIsRefused() {
        for (String wish : List.of(
                "{}",
                "{\"model\": \"lung-nodule\", \"minutes\": 0, \"reason\": \"known\"}",
                "{\"model\": \"lung-nodule\", \"minutes\": 43201, \"reason\": \"known\"}",
                "{\"model\": \"lung-nodule\", \"minutes\": 60}",
                "{\"model\": \"Not A Model\", \"minutes\": 60, \"reason\": \"known\"}")) {
            operator(wish).post("/silences").then().statusCode(400).body("problem", not(equalTo("")));
        }
        operator("{\"model\": \"lung-nodul\", \"minutes\": 60, \"reason\": \"mistyped\"}")
                .post("/silences")
                .then()
                .statusCode(404)
                .body("problem", containsString("nothing is known about a model of that name"));
        operator("{\"model\": \"lung-nodule\", \"kind\": \"no-kind\", \"minutes\": 60, \"reason\": \"known\"}")
                .post("/silences")
                .then()
                .statusCode(400);
        String silence = operator("{\"model\": \"lung-nodule\", \"kind\": \"collapse\", \"minutes\": 60,"
                        + " \"reason\": \" known \", \"silencedBy\": \"somebody else\"}")
                .post("/silences")
                .then()
                .statusCode(200)
                .body("silencedBy", equalTo("otto"))
                .body("reason", equalTo("known"))
                .body("kind", equalTo("collapse"))
                .extract()
                .path("silenceId");
        eventually(() -> viewer().get("/silences").then().body("silenceId", hasItem(silence)));

        as(Secured.ANNOTATOR).delete("/silences/" + silence).then().statusCode(403);
        as(Secured.OPERATOR).delete("/silences/" + silence).then().statusCode(200);
        eventually(() -> viewer().get("/silences").then().body("silenceId", not(hasItem(silence))));
        as(Secured.OPERATOR).delete("/silences/" + silence).then().statusCode(404);
    }

    @Test
    void whatAnOperatorDecidesTheTrainerIsAskedForInTheirName() {
        operator("{\"version\": \"a1b2c3d4e5f6\", \"reason\": \"it sees only spots\"}")
                .post("/models/lung-nodule/rollback")
                .then()
                .statusCode(200)
                .body("done", equalTo(true));
        operator("{\"version\": \"a1b2c3d4e5f6\", \"reason\": \"it sees only spots\"}")
                .post("/models/lung-nodule/hold")
                .then()
                .statusCode(200);

        for (String verb : List.of("rollback", "hold")) {
            assertThat(posts)
                    .filteredOn(post -> post.path().equals("/models/lung-nodule/" + verb))
                    .anySatisfy(post -> {
                        assertThat(post.body()).contains("a1b2c3d4e5f6", "it sees only spots (otto, in the console)");
                        assertThat(post.headers())
                                .hasEntrySatisfying(
                                        "X-api-key",
                                        keys -> assertThat(keys).containsExactly("the key of the monitor"));
                    });
        }
        int asked = posts.size();
        operator("{\"reason\": \"no version\"}")
                .post("/models/lung-nodule/hold")
                .then()
                .statusCode(400);
        operator("{\"version\": \"a1b2c3d4e5f6\", \"reason\": \" \"}")
                .post("/models/lung-nodule/rollback")
                .then()
                .statusCode(400);
        viewer().contentType("application/json")
                .body("{}")
                .post("/models/lung-nodule/hold")
                .then()
                .statusCode(403);
        assertThat(posts).filteredOn(post -> post.path().startsWith("/models/")).hasSizeLessThanOrEqualTo(asked);
    }

    @Test
    void whatWouldServeIsNamedAndAskedForByName() {
        viewer().get("/models/lung-nodule/successors")
                .then()
                .statusCode(200)
                .body("serving", equalTo("v2"))
                .body("next.version", equalTo("v1"))
                .body("next.sick", equalTo(false))
                .body("candidates", hasSize(1));

        operator("{\"version\": \"v2\", \"reason\": \"back to the one before\"}")
                .post("/models/lung-nodule/rollback")
                .then()
                .statusCode(200);

        assertThat(posts)
                .filteredOn(post -> post.path().equals("/models/lung-nodule/rollback"))
                .anySatisfy(post -> assertThat(post.body()).contains("\"from\":\"v2\"", "\"to\":\"v1\""));
    }

    @Test
    void aModelCardIsShownOfAVersionThatIsKnown() {
        String version = EventExamples.modelTrained().version();
        String folder = ObjectKeys.modelVersion("lung-nodule", version);
        objects.put(Bucket.MODELS, folder + ObjectKeys.CARD_JSON, "{\"seed\": 7}".getBytes(UTF_8), "application/json");
        objects.put(Bucket.MODELS, folder + ObjectKeys.CARD_HTML, "<h1>Card</h1>".getBytes(UTF_8), "text/html");
        String card = "/registry/lung-nodule/versions/" + version + "/card";

        viewer().accept("application/json").get(card).then().statusCode(200).body("seed", equalTo(7));
        viewer().accept("text/html")
                .get(card)
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("Card"));
        viewer().get("/registry/lung-nodule/versions/another/card").then().statusCode(404);
    }

    @Test
    void aDiagnosisIsShownOfARunAndOfAModelAndOnlyFromAmongThoseOfItsModel() {
        objects.put(
                Bucket.MODELS,
                "lung-nodule/diagnoses/run-1.json",
                "{\"later\": 7}".getBytes(UTF_8),
                "application/json");
        objects.put(Bucket.MODELS, "lung-nodule/diagnoses/run-1.html", "<h1>Why</h1>".getBytes(UTF_8), "text/html");
        objects.put(Bucket.MODELS, "another/diagnoses/run-1.json", "{}".getBytes(UTF_8), "application/json");
        String all = "/registry/lung-nodule/diagnoses";
        eventually(() -> viewer().get(all).then().body("diagnosisId", hasItem("astray")));

        viewer().get(all).then().body("causes[0].cause", hasItem("class-imbalance"));
        viewer().get("/runs/run-1").then().body("diagnosis.sentence", containsString("training images"));
        viewer().accept("application/json")
                .get(all + "/run-1")
                .then()
                .statusCode(200)
                .body("later", equalTo(7));
        viewer().accept("text/html")
                .get(all + "/run-1")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("Why"));
        viewer().accept("application/json")
                .get(all + "/astray")
                .then()
                .statusCode(404)
                .body("problem", containsString("has no card"));
        viewer().accept("application/json")
                .get(all + "/unheard-of")
                .then()
                .statusCode(404)
                .body("problem", containsString("is known here"));
        viewer().get("/registry/another/diagnoses").then().statusCode(200).body("", hasSize(0));
    }

    private static RequestSpecification operator(String body) {
        return as(Secured.OPERATOR).contentType("application/json").body(body);
    }

    @Test
    void theStreamNamesEveryPartAtOnceAndStaysOpenWhileNothingChanges() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + "/changes"))
                .header("Authorization", "Bearer " + Secured.VIEWER)
                .header("Accept", "text/event-stream")
                .timeout(Duration.ofSeconds(20))
                .build();

        HttpResponse<InputStream> stream =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());

        try (InputStream body = stream.body()) {
            var read = new StringBuilder();
            // The remark that keeps a silent stream alive comes after some ticks without an event.
            while (!read.toString().contains("still here")) {
                int next = body.read();
                assertThat(next).as("the stream ended after: %s", read).isNotNegative();
                read.append((char) next);
            }
            assertThat(read.toString()).contains("changed", "alerts datasets diagnoses models review runs");
        }
    }

    @Test
    void theConsolesFilesNeedNoKeyAndForbidForeignScripts() {
        RestAssured.get("/")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("default-src 'self'"))
                .body(containsString("Equipoise"));
        RestAssured.get("/console/app.js").then().statusCode(200);
        RestAssured.get("/console/runbooks/model-collapsed.md").then().statusCode(200);
        RestAssured.get("/webjars/uplot/1.6.30/dist/uPlot.esm.js").then().statusCode(200);
    }

    @Test
    void theDescriptionHasASchemaAndAnExampleOfWhatMatters() {
        JsonPath document = viewer().get("/q/openapi?format=json").jsonPath();

        for (String path :
                List.of("/models", "/models/{model}/collapse", "/alerts", "/audit/{image}", "/audit/story", "/audit")) {
            String content = "paths.'" + path + "'.get.responses.'200'.content.'application/json'.";
            assertThat(document.getMap(content + "schema"))
                    .as("schema of %s", path)
                    .isNotEmpty();
            Map<String, Map<String, Object>> examples = document.getMap(content + "examples");
            assertThat(examples)
                    .as("examples of %s", path)
                    .isNotEmpty()
                    .allSatisfy((name, example) -> assertThat(example.get("value"))
                            .as("%s of %s is JSON, not a text", name, path)
                            .isNotInstanceOf(String.class));
        }
        assertThat(document.getMap(
                        "paths.'/review/{dataset}/{image}'.post.requestBody.content.'application/json'.examples"))
                .isNotEmpty();
        assertThat(document.getMap("paths.'/audit'.get.responses.'200'.content.'text/csv'.examples"))
                .isNotEmpty();
    }

    private List<LabelSubmitted> submitted() throws MalformedEventException {
        List<byte[]> values = new java.util.ArrayList<>();
        try (var reader = new TopicReader(bootstrapServers, List.of(Topics.LABELS_SUBMITTED))) {
            reader.readToEnd(record -> values.add(record.value()));
        }
        List<LabelSubmitted> labels = new java.util.ArrayList<>();
        for (byte[] value : values) {
            labels.add(EventCodec.read(value, LabelSubmitted.class));
        }
        return labels;
    }

    private static RequestSpecification viewer() {
        return as(Secured.VIEWER);
    }

    private static RequestSpecification as(String key) {
        return RestAssured.given().header("X-API-Key", key);
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
    }
}
