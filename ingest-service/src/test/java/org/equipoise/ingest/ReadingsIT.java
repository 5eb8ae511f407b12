package org.equipoise.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.common.messaging.PoisonRecords;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.testing.StackResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** Two readers are asked; they agree on one image and disagree on another. */
@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class ReadingsIT {

    private static final String DATASET = "assigned";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    @SuppressWarnings("NullAway.Init")
    String bootstrapServers;

    @Test
    void readersAreAskedAndWhatTheySayDecides() {
        var topics = new IngestTopics(bootstrapServers);
        topics.send(
                Topics.DATASETS_DECLARED,
                DATASET,
                new DatasetDeclared(DATASET, IngestTopics.LABELS, Instant.now(), Map.of("NORMAL", "none")));
        List<String> images = IntStream.range(0, 3)
                .mapToObj(i -> PoisonRecords.imageId(DATASET + i))
                .toList();
        for (String image : images) {
            topics.send(Topics.IMAGES_INGESTED, ImageKey.of(DATASET, image), Arrivals.of(DATASET, image));
            label(topics, image, "NORMAL", "source:s1", null);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(standings(topics).values())
                        .hasSize(3)
                        .allMatch(image -> "none".equals(image.label())));

        RestAssured.given()
                .contentType("application/json")
                .body(Map.of("readers", 2, "images", images.subList(0, 2)))
                .post("/datasets/" + DATASET + "/readings")
                .then()
                .statusCode(200)
                .body("images", equalTo(2))
                .body("readers", equalTo(2));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(standings(topics).values())
                        .filteredOn(LabelChecked::awaitsReaders)
                        .hasSize(2));

        label(topics, images.get(0), "benign", "a", Role.READER);
        label(topics, images.get(0), "benign", "b", Role.READER);
        label(topics, images.get(1), "benign", "a", Role.READER);
        label(topics, images.get(1), "none", "b", Role.READER);
        await().atMost(PATIENCE).untilAsserted(() -> {
            LabelChecked agreed = Objects.requireNonNull(standings(topics).get(images.get(0)));
            assertThat(agreed.standing()).isEqualTo(Standing.ACCEPTED);
            assertThat(agreed.label()).isEqualTo("benign");
            LabelChecked differ = Objects.requireNonNull(standings(topics).get(images.get(1)));
            assertThat(differ.reasons()).containsExactly(QuarantineReason.CONFLICTING_LABELS);
            assertThat(differ.readersDisagree()).isTrue();
        });

        RestAssured.get("/datasets/" + DATASET + "/readings")
                .then()
                .statusCode(200)
                .body("asked", equalTo(2))
                .body("read", equalTo(2))
                .body("agreed", equalTo(1))
                .body("disagreeing", equalTo(1));
        RestAssured.given()
                .contentType("application/json")
                .body(Map.of("sample", 50, "kind", "suspects"))
                .post("/datasets/" + DATASET + "/readings")
                .then()
                .statusCode(400)
                .body("problem", containsString("need one of sample, kind, images and withdraw"));
    }

    private static void label(IngestTopics topics, String image, String label, String annotator, @Nullable Role role) {
        topics.send(
                Topics.LABELS_SUBMITTED,
                ImageKey.of(DATASET, image),
                new LabelSubmitted(DATASET, image, label, annotator, Instant.now(), role, null, null));
    }

    private static Map<String, LabelChecked> standings(IngestTopics topics) {
        return topics.read(Topics.LABELS_CHECKED, LabelChecked.class).stream()
                .filter(event -> event.dataset().equals(DATASET))
                .collect(Collectors.toMap(LabelChecked::imageId, Function.identity(), (before, after) -> after));
    }
}
