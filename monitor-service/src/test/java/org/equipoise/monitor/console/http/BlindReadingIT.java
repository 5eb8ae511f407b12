package org.equipoise.monitor.console.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Readings;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.ReadingRequested;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.testing.StackResource;
import org.equipoise.monitor.app.Outside;
import org.equipoise.security.testing.Secured;
import org.junit.jupiter.api.Test;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

/** Two readers are asked for one image: the key of the second one tells nothing of what the first one said. */
@QuarkusTest
@TestProfile(Secured.class)
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = Outside.class, scope = TestResourceScope.GLOBAL)
class BlindReadingIT {

    private static final String DATASET = "blind";
    private static final String IMAGE = "7e".repeat(32);
    private static final Instant SINCE = Instant.parse("2026-03-01T08:00:00Z");

    private final String bootstrapServers;

    @Inject
    BlindReadingIT(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @Test
    void aReaderReadsBlindAndWhereReadersDisagreeAnAdjudicatorSeesAllLabels() {
        send(
                Topics.DATASETS_DECLARED,
                DATASET,
                new DatasetDeclared(DATASET, new LabelSet(List.of("none", "benign")), SINCE));
        send(
                Topics.LABELS_SUSPECTED,
                ImageKey.of(DATASET, IMAGE),
                new LabelSuspected("r1", DATASET, "v1", IMAGE, "none", "benign", .9, 1, "a telling sentence", SINCE));
        send(
                Topics.READINGS_REQUESTED,
                ImageKey.of(DATASET, IMAGE),
                new ReadingRequested(DATASET, IMAGE, 2, SINCE, "otto", null));
        send(standing(List.of("ben"), Map.of("source:s1", "none", "ben", "benign")));

        eventually(() -> as(Secured.ANNOTATOR)
                .get("/review?dataset=" + DATASET)
                .then()
                .body("kind", equalTo(List.of("assigned")))
                .body("[0].votes", hasSize(0))
                .body("[0].suggestedLabel", nullValue())
                .body("[0].givenLabel", nullValue())
                .body(not(containsString("telling"))));
        as(Secured.ADJUDICATOR)
                .get("/review?dataset=" + DATASET)
                .then()
                .body("kind", equalTo(List.of("suspect")))
                .body("[0].suggestedLabel", equalTo("benign"));
        as(Secured.ANNOTATOR)
                .contentType("application/json")
                .body("{\"dataset\": \"" + DATASET + "\"}")
                .post("/review/held")
                .then()
                .body("item.imageId", equalTo(List.of(IMAGE)))
                .body(not(containsString("telling")));
        for (String key : List.of(Secured.ANNOTATOR, Secured.VIEWER)) {
            as(key).get("/audit/story?image=" + IMAGE)
                    .then()
                    .body("steps.topic", equalTo(List.of(Topics.READINGS_REQUESTED)))
                    .body(not(containsString("benign")));
        }
        as(Secured.ADJUDICATOR)
                .get("/audit/story?image=" + IMAGE)
                .then()
                .body("steps.topic", hasItem(Topics.LABELS_CHECKED))
                .body("steps.topic", hasItem(Topics.LABELS_SUSPECTED));

        as(Secured.ANNOTATOR)
                .contentType("application/json")
                .body("{\"label\": \"none\", \"kind\": \"suspect\"}")
                .post("/review/" + DATASET + "/" + IMAGE)
                .then()
                .statusCode(409)
                .body("problem", containsString("kind must be assigned"));
        as(Secured.ANNOTATOR)
                .contentType("application/json")
                .body("{\"label\": \"none\", \"kind\": \"assigned\"}")
                .post("/review/" + DATASET + "/" + IMAGE)
                .then()
                .statusCode(200)
                .body("role", equalTo("reader"))
                .body("examination", nullValue());
        as(Secured.ANNOTATOR).get("/review?dataset=" + DATASET).then().body("", hasSize(0));

        send(standing(List.of("anna", "ben"), Map.of("source:s1", "none", "ben", "benign", "anna", "none")));
        eventually(() -> as(Secured.ADJUDICATOR)
                .get("/review?kind=disagreement")
                .then()
                .body("find { it.imageId == '" + IMAGE + "' }.votes", equalTo(List.of("benign", "none"))));
        as(Secured.ANNOTATOR).get("/review?dataset=" + DATASET).then().body("", hasSize(0));
        as(Secured.ANNOTATOR)
                .contentType("application/json")
                .body("{\"label\": \"benign\"}")
                .post("/review/" + DATASET + "/" + IMAGE)
                .then()
                .statusCode(409)
                .body("problem", containsString("an adjudicator settles it"));
        as(Secured.ANNOTATOR)
                .delete("/review/" + DATASET + "/" + IMAGE)
                .then()
                .statusCode(409)
                .body("problem", containsString("only an adjudicator changes it"));
    }

    /** Accepted while readers are asked, quarantined once both disagree. */
    private static LabelChecked standing(List<String> by, Map<String, String> votes) {
        boolean open = by.size() < 2;
        return new LabelChecked(
                DATASET,
                IMAGE,
                open ? Standing.ACCEPTED : Standing.QUARANTINED,
                open ? List.of() : List.of(QuarantineReason.CONFLICTING_LABELS),
                open ? "none" : null,
                open ? 0 : null,
                Split.TRAIN,
                null,
                votes,
                1,
                SINCE,
                null,
                new Readings(2, SINCE, by));
    }

    private void send(LabelChecked standing) {
        send(Topics.LABELS_CHECKED, standing.key(), standing);
    }

    private void send(String topic, String key, Record event) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key, EventCodec.write(event)));
            producer.flush();
        }
    }

    private static RequestSpecification as(String key) {
        return RestAssured.given().header("X-API-Key", key);
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
    }
}
