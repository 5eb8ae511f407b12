package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.common.header.Header;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.local.testing.StackResource;
import org.equipoise.trainer.training.FrozenDatasets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class TrainingIT {

    private static final InputShape SHAPE = new InputShape(16, 16, 1);
    private static final LabelSet LABELS = new LabelSet(List.of("flat", "steep"));
    private static final int TRAIN = 160;
    private static final Map<String, String> SHORT = Map.of("epochs", "3", "patience", "3", "batchSize", "32");

    private final ObjectStore objects;
    private final TestTopics topics;

    @Inject
    TrainingIT(ObjectStore objects, TestTopics topics) {
        this.objects = objects;
        this.topics = topics;
    }

    @BeforeEach
    void freeze() {
        FrozenDatasets.storeStripes(objects, "stripes", SHAPE, Split.VALIDATION, 40);
        FrozenDatasets.storeStripes(objects, "stripes", SHAPE, Split.TEST, 40);
        freeze("stripes", List.of(80L, 80L));
    }

    @Test
    void aRequestBecomesAModelThroughShards() {
        try (var augmenter = new FakeAugmenter(topics, objects, SHAPE, TRAIN, new CountDownLatch(0))) {
            request("run-good", "stripes", "naive", SHORT);

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(state("run-good")).contains("\"COMPLETED\""));

            assertThat(progress("run-good"))
                    .extracting(TrainingProgressed::phase)
                    .containsExactly(Phase.STARTED, Phase.EPOCH, Phase.EPOCH, Phase.EPOCH, Phase.FINISHED);
            assertThat(augmenter.asked())
                    .filteredOn(asked -> asked.runId().equals("run-good"))
                    .hasSize(3);
            assertThat(objects.list(Bucket.SHARDS, "run-good/")).isEmpty();
        }
    }

    @Test
    void aRunThatCollapsedIsDiagnosed() {
        try (var augmenter = new FakeAugmenter(topics, objects, SHAPE, TRAIN, new CountDownLatch(0))) {
            request(
                    "run-lost",
                    "stripes",
                    "naive",
                    Map.of("epochs", "1", "batchSize", "32", "learningRate", "0.000001"));

            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(diagnosesOf("run-lost"))
                            .singleElement()
                            .satisfies(diagnosis -> {
                                assertThat(diagnosis.condition()).startsWith("collapsed");
                                assertThat(diagnosis.version()).isNotNull();
                            }));

            assertThat(augmenter.asked())
                    .extracting(org.equipoise.common.events.ShardRequested::runId)
                    .containsOnly("run-lost");
            given().get("/models/stripes/diagnoses").then().statusCode(200).body("runId", hasItem("run-lost"));
            given().accept("text/html")
                    .get("/models/stripes/diagnoses/run-lost")
                    .then()
                    .statusCode(200)
                    .header("Content-Security-Policy", startsWith("default-src 'none'"))
                    .body(containsString("Diagnosis"));
            given().get("/models/stripes/diagnoses/run-lost")
                    .then()
                    .statusCode(200)
                    .body("condition", startsWith("collapsed"))
                    .body("recalls.name", contains("flat", "steep"));
            given().get("/models/stripes/diagnoses/run-unknown").then().statusCode(404);
        }
    }

    /** The channel may poll for at most 3 s in tests before Kafka would take its partitions away. */
    @Test
    void aRunLongerThanThePollIntervalKeepsItsMemberAndStaysHealthy() {
        var released = new CountDownLatch(1);
        try (var augmenter = new FakeAugmenter(topics, objects, SHAPE, TRAIN, released)) {
            request("run-long", "stripes", "naive", SHORT);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(augmenter.asked()).isNotEmpty());
            String member = member();

            await().pollDelay(Duration.ofSeconds(Integer.getInteger("equipoise.test.hold-seconds", 7)))
                    .atMost(Duration.ofSeconds(300))
                    .untilAsserted(() -> assertThat(member()).isEqualTo(member));
            given().get("/q/health").then().log().ifValidationFails().statusCode(200);
            released.countDown();

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(state("run-long")).contains("\"COMPLETED\""));
            assertThat(member()).isEqualTo(member);
        }
        assertThat(progress("run-long")).extracting(TrainingProgressed::phase).containsOnlyOnce(Phase.STARTED);
    }

    @Test
    void aRecipeThatCannotBeFailsTheRunAndTheNextIsTaken() {
        try (var augmenter = new FakeAugmenter(topics, objects, SHAPE, TRAIN, new CountDownLatch(0))) {
            request("run-bad", "stripes", "auto", Map.of("dropout", "1.5"));
            request("run-next", "stripes", "naive", SHORT);

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(state("run-next")).contains("\"COMPLETED\""));

            assertThat(augmenter.asked())
                    .extracting(org.equipoise.common.events.ShardRequested::runId)
                    .contains("run-next")
                    .doesNotContain("run-bad");
            assertThat(progress("run-bad")).singleElement().satisfies(failed -> {
                assertThat(failed.phase()).isEqualTo(Phase.FAILED);
                assertThat(failed.message()).contains("dropout", "1.5", "0.9");
            });
        }
    }

    @Test
    void aClassWithoutTrainingImagesFailsTheRun() {
        freeze("lopsided", List.of(160L, 0L));

        request("run-lopsided", "lopsided", "auto", Map.of());

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(progress("run-lopsided"))
                        .singleElement()
                        .satisfies(failed -> {
                            assertThat(failed.phase()).isEqualTo(Phase.FAILED);
                            assertThat(failed.message()).contains("steep");
                        }));
    }

    /** One after another in one partition: what one of them left behind would stop those after it. */
    @Test
    void runsThatCannotSucceedFailEachWithItsReasonAndTheRunBehindThemSucceeds() {
        try (var augmenter = new FakeAugmenter(topics, objects, SHAPE, TRAIN, new CountDownLatch(0))) {
            interruptedWithoutItsNetworks("run-torn");
            freeze("small", List.of(16L, 15L));
            freeze("nan-validation", List.of(80L, 80L));
            floats("nan-validation", Split.VALIDATION);
            freeze("nan-training", List.of(80L, 80L));
            augmenter.refuse("nan-training", "pack 0 cannot be used: expected a |u1 array, got <f4");

            request("run-key", "stripes", "auto", Map.of("dropuot", "0.5"));
            request("run-small", "small", "naive", SHORT);
            request("run-torn", "stripes", "naive", SHORT);
            request("run-nan-validation", "nan-validation", "naive", SHORT);
            request("run-nan-training", "nan-training", "naive", SHORT);
            request("run-behind", "stripes", "naive", SHORT);

            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(state("run-behind")).contains("\"COMPLETED\""));
        }
        assertThat(failure("run-key")).contains("dropuot");
        assertThat(failure("run-small"))
                .startsWith("31 training images are fewer than a batch of 32: a batchSize of 31 fits");
        assertThat(failure("run-torn"))
                .contains("the network of epoch 3 is lost: the checkpoint of 5 bytes cannot be read: ");
        assertThat(failure("run-nan-validation"))
                .isEqualTo("pack nan-validation/v1/packed/val/part-0.npz cannot be used:"
                        + " expected a |u1 array, got <f4");
        assertThat(failure("run-nan-training"))
                .isEqualTo("shard run-nan-training/0/0.npz cannot be made:"
                        + " pack 0 cannot be used: expected a |u1 array, got <f4");
        assertThat(state("run-torn")).contains("\"FAILED\"");
    }

    /** As a trainer leaves it that is killed after the last epoch, with all that it stored but its state spoilt. */
    private void interruptedWithoutItsNetworks(String runId) {
        request(runId, "stripes", "naive", SHORT);
        await().atMost(Duration.ofSeconds(120)).untilAsserted(() -> {
            assertThat(state(runId)).contains("\"COMPLETED\"");
            // What is put there earlier is tidied away.
            assertThat(objects.list(Bucket.CHECKPOINTS, runId + "/")).containsExactly(stateKey(runId));
        });
        String before = state(runId).replace("\"COMPLETED\"", "\"TRAINING\"");
        String key = stateKey(runId);
        objects.put(Bucket.CHECKPOINTS, key, before.getBytes(StandardCharsets.UTF_8), "application/json");
        String folder = key.substring(0, key.lastIndexOf('/'));
        for (int epoch = 1; epoch <= 3; epoch++) {
            objects.put(
                    Bucket.CHECKPOINTS,
                    folder + "/epoch-" + epoch + ".zip",
                    new byte[] {'P', 'K', 3, 4, 0},
                    "application/zip");
        }
    }

    private void floats(String dataset, Split split) {
        float[] values = new float[40 * SHAPE.length()];
        Arrays.fill(values, Float.NaN);
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", NpyArray.ofFloats(values, 40, SHAPE.height(), SHAPE.width(), 1));
        arrays.put("labels", NpyArray.ofInts(new int[40], 40));
        objects.put(
                Bucket.DATASETS,
                ObjectKeys.pack(dataset, "v1", split, 0),
                Npz.write(arrays),
                "application/octet-stream");
    }

    private String failure(String runId) {
        return progress(runId).stream()
                .filter(said -> said.phase() == Phase.FAILED)
                .map(TrainingProgressed::message)
                // A request that is delivered again fails again, with the same words.
                .distinct()
                .reduce((first, second) -> first + " AND " + second)
                .orElse("none");
    }

    @Test
    void aMalformedRequestIsPutAsideWithItsReason() {
        topics.send(Topics.TRAINING_REQUESTED, "broken-model", "{\"runId\": ");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                topics.read(Topics.deadLetters(Topics.TRAINING_REQUESTED), "broken-model"))
                        .singleElement()
                        .satisfies(letter -> {
                            assertThat(new String(letter.value(), StandardCharsets.UTF_8))
                                    .isEqualTo("{\"runId\": ");
                            Header reason = letter.headers().lastHeader("dead-letter-reason");
                            assertThat(new String(reason.value(), StandardCharsets.UTF_8))
                                    .contains("TrainingRequested");
                        }));
    }

    private void request(String runId, String dataset, String recipe, Map<String, String> settings) {
        var request = new TrainingRequested(
                runId,
                "stripes",
                dataset,
                "v1",
                recipe,
                settings,
                7,
                Clock.systemUTC().instant());
        topics.send(Topics.TRAINING_REQUESTED, request.model(), EventCodec.write(request));
    }

    private void freeze(String dataset, List<Long> train) {
        var heldOut = new ClassDistribution(List.of(20L, 20L));
        var frozen = FrozenDatasets.of(
                dataset,
                LABELS,
                SHAPE,
                Map.of(Split.TRAIN, new ClassDistribution(train), Split.VALIDATION, heldOut, Split.TEST, heldOut),
                List.of(
                        FrozenDatasets.pack(dataset, Split.VALIDATION, 40),
                        FrozenDatasets.pack(dataset, Split.TEST, 40)),
                Clock.systemUTC().instant());
        topics.send(Topics.DATASETS_FROZEN, frozen.key(), EventCodec.write(frozen));
    }

    private List<TrainingProgressed> progress(String runId) {
        return topics.events(Topics.TRAINING_PROGRESSED, runId, TrainingProgressed.class).stream()
                .filter(event -> event.steps() == null)
                .toList();
    }

    private String state(String runId) {
        return Optional.of(stateKey(runId))
                .filter(key -> !key.isEmpty())
                .flatMap(key -> objects.get(Bucket.CHECKPOINTS, key))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    /** Of the newest owner; no test has as many as ten. */
    private String stateKey(String runId) {
        return objects.list(Bucket.CHECKPOINTS, runId + "/").stream()
                .filter(key -> key.endsWith("/state.json"))
                .reduce("", (before, after) -> after);
    }

    private List<DiagnosisMade> diagnosesOf(String runId) {
        return topics.events(Topics.DIAGNOSES_MADE, "stripes", DiagnosisMade.class).stream()
                .filter(made -> made.runId().equals(runId))
                .toList();
    }

    private String member() {
        List<String> members = topics.members("trainer-train");
        assertThat(members).hasSize(1);
        return members.get(0);
    }
}
