package org.equipoise.monitor.app;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.CanariesReplayed.ClassResult;
import org.equipoise.common.events.CanariesReplayed.Tested;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.testing.StackResource;
import org.equipoise.monitor.watch.Fixtures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = Outside.class, scope = TestResourceScope.GLOBAL)
class MonitorServiceIT implements Outside.Witness {

    private final String bootstrapServers;
    private List<Outside.Post> posts = List.of();

    @Inject
    MonitorServiceIT(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public void sees(List<Outside.Post> seen) {
        posts = seen;
    }

    @Test
    void aHealthyModelIsSilentACollapsedOneRaisesAnAlertAndMalformedRecordsStopNothing()
            throws MalformedEventException {
        try (var producer = producer()) {
            send(producer, Topics.MODELS_DECIDED, EventCodec.write(Fixtures.promotion("v1")));
            producer.flush();
            for (int n = 0; n < 300; n++) {
                send(
                        producer,
                        Topics.PREDICTIONS_MADE,
                        prediction("healthy-" + n, n % 10 == 9 ? 1 : n % 25 == 0 ? 2 : 0));
            }
        }
        eventually(() -> RestAssured.get("/models")
                .then()
                .statusCode(200)
                .body("find { it.version == 'v1' }.predictions", equalTo(300))
                .body("find { it.version == 'v1' }.condition", equalTo("healthy")));
        assertThat(alerts()).isEmpty();

        try (var producer = producer()) {
            send(producer, Topics.PREDICTIONS_MADE, "{\"model\": 7".getBytes(StandardCharsets.UTF_8));
            for (int n = 0; n < 200; n++) {
                send(producer, Topics.PREDICTIONS_MADE, prediction("broken-" + n, 0));
            }
        }

        eventually(() -> RestAssured.get("/alerts?state=firing")
                .then()
                .statusCode(200)
                .body("", hasSize(1))
                .body("[0].alertId", equalTo("nodules/v1/collapse/none"))
                .body("[0].summary", containsString("takes")));
        eventually(() ->
                assertThat(alerts()).extracting(AlertChanged::state).containsExactly(State.PENDING, State.FIRING));
        eventually(() -> RestAssured.get("/dead-letters")
                .then()
                .body("find { it.topic == 'predictions.made.dlq' }.count", equalTo(1))
                .body("find { it.topic == 'predictions.made.dlq' }.lastReason", containsString("PredictionMade")));
        eventually(() -> RestAssured.get("/models/nodules/collapse")
                .then()
                .statusCode(200)
                .body("[0].condition", equalTo("collapsed"))
                .body("[0].evidence", greaterThan(1e6f))
                .body("[0].classes.className", equalTo(Fixtures.LABELS)));
        eventually(() -> assertThat(RestAssured.get("/q/metrics").asString())
                .contains("equipoise_monitor_predictions_total{model=\"nodules\",version=\"v1\"} 500.0"));
        RestAssured.get("/models/nobody/collapse").then().statusCode(404);
        canariesSayThatItIsTheModel();
        theReceiverIsToldAndToldAgainWhatItDidNotTakeAndWhatLiesBehindIt();
        silencedItIsShownAndNobodyIsCalledAboutIt();
        RestAssured.get("/q/health/ready").then().statusCode(200);
        RestAssured.get("/q/openapi?format=json")
                .then()
                .body("paths.keySet()", hasItems("/models", "/alerts", "/dead-letters"));
        // How far groups lag is looked at now and then.
        eventually(() -> metricsForTheRules(RestAssured.get("/q/metrics").asString()));
        String metrics = RestAssured.get("/q/metrics").asString();
        assertThat(metrics)
                .contains("equipoise_monitor_predictions_total{model=\"nodules\",version=\"v1\"} 500.0")
                .contains("equipoise_dead_letters_total{topic=\"predictions.made.dlq\"} 1.0")
                .contains("equipoise_alerts_open{state=\"firing\"} 1.0")
                .containsPattern(
                        "equipoise_model_alert\\{class=\"none\",kind=\"collapse\",model=\"nodules\",version=\"v1\"} 2")
                .contains("equipoise_model_alert_cause{");
    }

    private void canariesSayThatItIsTheModel() {
        RestAssured.get("/models/nodules/canaries").then().statusCode(404);
        var replay = new CanariesReplayed(
                "nodules",
                "v1",
                "scorer-1",
                List.of(
                        new ClassResult("none", 8, 8, 8, new Tested(300, 285)),
                        new ClassResult("benign", 8, 0, 6, new Tested(60, 48))),
                0.7,
                16,
                16,
                null,
                Fixtures.START.plusSeconds(60),
                null);
        try (var producer = producer()) {
            send(producer, Topics.CANARIES_REPLAYED, EventCodec.write(replay));
        }

        eventually(() -> RestAssured.get("/models/nodules/canaries")
                .then()
                .statusCode(200)
                .body("", hasSize(1))
                .body("[0].verdict.finding", equalTo("model"))
                .body("[0].replay.classes[1].right", equalTo(0)));
        eventually(() -> RestAssured.get("/models/nodules/collapse")
                .then()
                .body("[0].attribution.cause", equalTo("model"))
                .body("[0].attribution.possible", equalTo(List.of("model"))));
        eventually(() -> RestAssured.get("/alerts?state=firing")
                .then()
                .body("[0].cause", equalTo("model"))
                .body("[0].evidence[0]", containsString("8 of 16 canaries"))
                .body("[0].runbook", equalTo("model-collapsed"))
                .body("[0].trouble", equalTo("one-class"))
                .body("[0].now.predictionsSeen", equalTo(500))
                .body("[0].now.predictionsInvolved", greaterThan(150))
                .body("[0].runbookUrl", containsString("https://equipoise.example/#/runbooks/model-collapsed/nodules"))
                .body("[0].proposal.action", equalTo("roll-back"))
                .body("[0].proposal.instances", equalTo(List.of("scorer-1"))));
    }

    private void theReceiverIsToldAndToldAgainWhatItDidNotTakeAndWhatLiesBehindIt() {
        eventually(() -> assertThat(told())
                .last()
                .satisfies(post -> assertThat(post.body()).contains("Likely behind it: the model.")));
        List<Outside.Post> told = told();
        assertThat(told).hasSizeGreaterThanOrEqualTo(2).allSatisfy(post -> {
            assertThat(post.body())
                    .contains("\"alertId\":\"nodules/v1/collapse/none\"", "https://equipoise.example/#/alerts");
            assertThat(post.headers())
                    .hasEntrySatisfying(
                            "X-equipoise-signature",
                            values -> assertThat(values.get(0)).startsWith("sha256="));
        });
        eventually(() -> assertThat(RestAssured.get("/q/metrics").asString())
                .contains("equipoise_webhook_deliveries_total{outcome=\"failed\"} 1.0")
                .contains("equipoise_webhook_oldest_waiting_seconds 0.0"));
    }

    private List<Outside.Post> told() {
        return posts.stream().filter(post -> post.path().equals("/alerts")).toList();
    }

    private void silencedItIsShownAndNobodyIsCalledAboutIt() {
        RestAssured.given()
                .contentType("application/json")
                .body("{\"model\": \"nodules\", \"reason\": \"scanner 2 is being repaired\"}")
                .post("/silences")
                .then()
                .statusCode(400)
                .body("problem", equalTo("minutes must be in [1, 43200], and is missing"));
        RestAssured.given()
                .contentType("application/json")
                .body("{\"minutes\": 60, \"reason\": \"scanner 2 is being repaired\"}")
                .post("/silences")
                .then()
                .statusCode(400)
                .body("problem", startsWith("model is missing"));
        String silence = RestAssured.given()
                .contentType("application/json")
                .body("{\"model\": \"nodules\", \"minutes\": 60, \"reason\": \"scanner 2 is being repaired\"}")
                .post("/silences")
                .then()
                .statusCode(200)
                .body("silencedBy", equalTo("local"))
                .extract()
                .path("silenceId");
        eventually(() -> RestAssured.get("/alerts?state=silenced")
                .then()
                .body("", hasSize(1))
                .body("[0].silence.reason", equalTo("scanner 2 is being repaired")));
        RestAssured.get("/alerts?state=firing").then().body("", hasSize(0));
        eventually(() -> assertThat(RestAssured.get("/q/metrics").asString())
                .contains("equipoise_alert_silenced{kind=\"collapse\",model=\"nodules\"} 1.0")
                .contains("equipoise_alert_silenced{kind=\"canaries\",model=\"nodules\"} 1.0"));

        RestAssured.delete("/silences/" + silence).then().statusCode(200);
        eventually(() -> RestAssured.get("/alerts?state=firing").then().body("", hasSize(1)));
        RestAssured.delete("/silences/" + silence).then().statusCode(404);
        eventually(
                () -> assertThat(RestAssured.get("/q/metrics").asString()).doesNotContain("equipoise_alert_silenced{"));
    }

    /** A service that asks for no key refuses what a page elsewhere can send, and says so. */
    @Test
    void whatAnotherPageCouldSendIsRefusedInWords() {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
            RestAssured.given()
                    .contentType(type)
                    .body("{}")
                    .post("/silences")
                    .then()
                    .statusCode(403)
                    .contentType("application/json")
                    .body("problem", containsString("send Content-Type: application/json"));
        }
        RestAssured.given()
                .header("Origin", "http://127.0.0.1:5000")
                .contentType("application/json")
                .body("{}")
                .post("/silences")
                .then()
                .statusCode(403)
                .body("problem", containsString("Origin"));
        RestAssured.given()
                .header("Host", "evil.example")
                .get("/models")
                .then()
                .statusCode(403)
                .body("problem", containsString("http://localhost"));
    }

    private static void metricsForTheRules(String metrics) {
        assertThat(metrics)
                .contains("equipoise_consumer_lag{group=\"monitor-service\",topic=\"predictions.made\"}")
                .contains("equipoise_consumer_position{group=\"monitor-service\",topic=\"predictions.made\"}")
                .contains("equipoise_webhook_oldest_waiting_seconds ")
                .contains("equipoise_responses_total{outcome=\"failed\"} 0.0")
                .doesNotContainPattern("(?m)^equipoise.*Inf$");
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private static void send(KafkaProducer<String, byte[]> producer, String topic, byte[] value) {
        producer.send(new ProducerRecord<>(topic, "nodules", value));
    }

    private static byte[] prediction(String study, int answer) {
        return EventCodec.write(Fixtures.prediction("v1", study, study + "-image", 1, answer));
    }

    private List<AlertChanged> alerts() throws MalformedEventException {
        List<byte[]> values = new ArrayList<>();
        try (var reader = new TopicReader(bootstrapServers, List.of(Topics.ALERTS_CHANGED))) {
            reader.readToEnd(record -> values.add(record.value()));
        }
        List<AlertChanged> changes = new ArrayList<>();
        for (byte[] value : values) {
            changes.add(EventCodec.read(value, AlertChanged.class));
        }
        return changes;
    }
}
