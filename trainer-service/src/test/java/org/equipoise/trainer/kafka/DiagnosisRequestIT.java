package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.DiagnosisRequested;
import org.equipoise.common.events.TrainingProgressed;
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
import org.equipoise.local.testing.StackResource;
import org.equipoise.trainer.training.FrozenDatasets;
import org.jspecify.annotations.Nullable;
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
    private final String model = ScoringWorld.name("asked");

    @Inject
    DiagnosisRequestIT(ObjectStore objects, TestTopics topics) {
        this.objects = objects;
        this.topics = topics;
    }

    @Test
    void aHealthyRunIsExaminedWhenSomebodyAsksAlsoFromItsCardAloneAndARunThatIsUnknownIsRefused() {
        freeze();
        String runId = "run-" + model;
        try (var augmenter = new FakeAugmenter(topics, objects, SHAPE, TRAIN, new CountDownLatch(0))) {
            train(runId);

            request("ask-1-" + model, null, 0.5);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(said("ask-1-" + model))
                            .startsWith(Phase.STARTED)
                            .endsWith(Phase.FINISHED));
            assertThat(augmenter.asked()).isNotEmpty();
            healthy(runId);

            objects.list(Bucket.CHECKPOINTS, runId + "/").forEach(key -> objects.delete(Bucket.CHECKPOINTS, key));
            request("ask-2-" + model, null, 0);
            request("ask-3-" + model, "run-of-nobody", 0.5);

            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(said("ask-2-" + model)).endsWith(Phase.FINISHED);
                assertThat(refusal("ask-3-" + model)).isEqualTo("run run-of-nobody is unknown here, or was deleted");
            });
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

    private void request(String requestId, @Nullable String runId, double minutes) {
        var request = new DiagnosisRequested(
                requestId, model, null, runId, minutes, Clock.systemUTC().instant());
        topics.send(Topics.DIAGNOSES_REQUESTED, model, EventCodec.write(request));
    }

    private List<Phase> said(String requestId) {
        return topics.events(Topics.TRAINING_PROGRESSED, requestId, TrainingProgressed.class).stream()
                .map(TrainingProgressed::phase)
                .toList();
    }

    private String refusal(String requestId) {
        return topics.events(Topics.TRAINING_PROGRESSED, requestId, TrainingProgressed.class).stream()
                .filter(said -> said.phase() == Phase.FAILED)
                .map(TrainingProgressed::message)
                .findFirst()
                .orElse("none");
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
