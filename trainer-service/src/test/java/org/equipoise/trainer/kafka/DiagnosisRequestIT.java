package org.equipoise.trainer.kafka;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.S3Settings;
import org.equipoise.local.client.DiagnosisClient;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.testing.StackResource;
import org.equipoise.trainer.training.FrozenDatasets;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

/** A model that learnt its stripes, examined because somebody asks. */
@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class DiagnosisRequestIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final InputShape SHAPE = new InputShape(16, 16, 1);
    private static final int TRAIN = 160;
    private static final int HELD_OUT = 40;

    private final ObjectStore objects;
    private final TestTopics topics;
    private final S3Settings s3;
    private final String model = ScoringWorld.name("asked");

    @Inject
    DiagnosisRequestIT(
            ObjectStore objects,
            TestTopics topics,
            @ConfigProperty(name = "equipoise.s3.endpoint") String s3Endpoint,
            @ConfigProperty(name = "equipoise.s3.access-key") String s3AccessKey,
            @ConfigProperty(name = "equipoise.s3.secret-key") String s3SecretKey) {
        this.objects = objects;
        this.topics = topics;
        s3 = new S3Settings(s3Endpoint, s3AccessKey, s3SecretKey, "us-east-1");
    }

    @Test
    void aHealthyRunIsExaminedWhenSomebodyAsksAlsoFromItsCardAloneAndARunThatIsUnknownIsRefused() {
        freeze();
        String runId = "run-" + model;
        try (var augmenter = new FakeAugmenter(topics, objects, SHAPE, TRAIN, new CountDownLatch(0))) {
            train(runId);

            var client = client();
            assertThat(client.runs(model))
                    .as("nobody looks at a healthy run unasked")
                    .isEmpty();
            List<Phase> heard = new ArrayList<>();
            assertThat(client.follow(client.request(model, null, 0.5), PATIENCE, said -> heard.add(said.phase())))
                    .isEmpty();
            assertThat(heard).startsWith(Phase.STARTED).endsWith(Phase.FINISHED);
            assertThat(client.of(model, runId).condition()).isEqualTo("no class is lost");
            assertThat(augmenter.asked()).isNotEmpty();
            healthy(runId);

            objects.list(Bucket.CHECKPOINTS, runId + "/").forEach(key -> objects.delete(Bucket.CHECKPOINTS, key));
            assertThat(client.follow(client.request(model, null, 0), PATIENCE, said -> {}))
                    .isEmpty();
            assertThat(client.follow(client.request(model, "run-of-nobody", 0.5), PATIENCE, said -> {}))
                    .contains("run run-of-nobody is unknown here, or was deleted");
            healthy(runId);
        }
    }

    private void healthy(String runId) {
        DiagnosisMade made = topics.events(Topics.DIAGNOSES_MADE, model, DiagnosisMade.class).stream()
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(made.runId()).isEqualTo(runId);
        assertThat(made.version()).isNotNull();
        assertThat(made.condition()).isEqualTo("no class is lost");
        given().get("/models/" + model + "/diagnoses/" + runId)
                .then()
                .statusCode(200)
                .body("condition", equalTo("no class is lost"))
                .body("recalls.name", hasItems("flat", "steep"))
                .body("evidence.measure", hasItems("other-learner", "validation-loss"));
    }

    private void train(String runId) {
        var request = new TrainingRequested(
                runId,
                model,
                model,
                "v1",
                "naive",
                Map.of("epochs", "4", "patience", "4", "batchSize", "32"),
                7,
                Clock.systemUTC().instant());
        topics.send(Topics.TRAINING_REQUESTED, model, EventCodec.write(request));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(objects.list(Bucket.CHECKPOINTS, runId + "/").stream()
                                .filter(key -> key.endsWith("/state.json"))
                                .flatMap(key -> objects.get(Bucket.CHECKPOINTS, key).stream())
                                .map(state -> new String(state, StandardCharsets.UTF_8)))
                        .anyMatch(state -> state.contains("\"COMPLETED\"")));
    }

    private DiagnosisClient client() {
        // The port is known once a test runs.
        var trainer = URI.create("http://127.0.0.1:" + RestAssured.port);
        return new DiagnosisClient(
                new StackConnection(topics.bootstrapServers(), s3, Map.of("trainer-service", trainer)),
                Clock.systemUTC());
    }

    private void freeze() {
        var each = Map.of(Split.TRAIN, TRAIN, Split.VALIDATION, HELD_OUT, Split.TEST, HELD_OUT);
        each.forEach((split, images) -> FrozenDatasets.storeStripes(objects, model, SHAPE, split, images));
        var held = new ClassDistribution(List.of(HELD_OUT / 2L, HELD_OUT / 2L));
        var frozen = FrozenDatasets.of(
                model,
                new LabelSet(List.of("flat", "steep")),
                SHAPE,
                Map.of(
                        Split.TRAIN,
                        new ClassDistribution(List.of(TRAIN / 2L, TRAIN / 2L)),
                        Split.VALIDATION,
                        held,
                        Split.TEST,
                        held),
                each.entrySet().stream()
                        .map(split -> FrozenDatasets.pack(model, split.getKey(), split.getValue()))
                        .toList(),
                Clock.systemUTC().instant());
        topics.send(Topics.DATASETS_FROZEN, frozen.key(), EventCodec.write(frozen));
    }
}
