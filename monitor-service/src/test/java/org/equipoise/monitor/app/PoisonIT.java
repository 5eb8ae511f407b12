package org.equipoise.monitor.app;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.Dated;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.PoisonRecords;
import org.equipoise.common.messaging.PoisonRecords.Good;
import org.equipoise.common.messaging.PoisonRecords.Poison;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.testing.StackResource;
import org.equipoise.monitor.watch.Fixtures;
import org.equipoise.monitor.watch.WatchedVersion;
import org.equipoise.monitor.watch.WatchedVersions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every kind of record that stopped a service or could, on every topic that the monitor reads: each malformed one is
 * one dead letter, each that is merely odd has its effect, and nobody notices.
 */
@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = Outside.class, scope = TestResourceScope.GLOBAL)
@TestProfile(PoisonIT.Last.class)
class PoisonIT {

    /** Tests with a profile of their own run after the others: they see nothing of these records. */
    public static final class Last implements QuarkusTestProfile {}

    private final String bootstrapServers;
    private final WatchedVersions versions;

    @Inject
    PoisonIT(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, WatchedVersions versions) {
        this.bootstrapServers = bootstrapServers;
        this.versions = versions;
    }

    /** Topics, and an event of its own for each name. Those of models are about models of these names. */
    private static Map<String, Function<String, Good>> topics() {
        Map<String, Function<String, Good>> topics = new LinkedHashMap<>();
        topics.put(Topics.PREDICTIONS_MADE, name -> new Good("poison-" + name, prediction(name)));
        topics.put(Topics.MODELS_DECIDED, name -> new Good("poison-" + name, decision(name)));
        topics.put(Topics.CANARIES_REPLAYED, name -> new Good("poison-" + name, replay(name)));
        topics.put(Topics.DIAGNOSES_MADE, name -> new Good("poison-" + name, diagnosis(name)));
        topics.put(Topics.ALERTS_CHANGED, name -> new Good("poison-" + name, alert(name)));
        topics.put(Topics.ALERTS_SILENCED, name -> new Good(name, silence(name)));
        topics.put(Topics.IMAGES_REJECTED, name -> new Good(name, EventExamples.imageRejected()));
        topics.put(Topics.LABELS_CHECKED, name -> new Good(name, EventExamples.labelAccepted()));
        topics.put(Topics.LABELS_SUSPECTED, name -> new Good(name, EventExamples.labelSuspected()));
        topics.put(Topics.DATASETS_FROZEN, name -> new Good(name, EventExamples.datasetFrozen()));
        topics.put(Topics.MODELS_TRAINED, name -> new Good(name, EventExamples.modelTrained()));
        topics.put(Topics.SHARDS_READY, name -> new Good(name, EventExamples.shardReady()));
        topics.put(Topics.TRAINING_PROGRESSED, name -> new Good(name, EventExamples.trainingProgressed()));
        return topics;
    }

    @Test
    void everyKindOnEveryTopicIsOneLetterOrHasItsEffectAndTheGoodRecordBehindThemCounts() {
        List<Poison> all = new ArrayList<>();
        Map<String, Map<Origin, Poison>> sent = new LinkedHashMap<>();
        topics().forEach((topic, good) -> {
            List<Poison> poisons = PoisonRecords.to(topic, good).all();
            all.addAll(poisons);
            sent.put(topic, PoisonRecords.send(bootstrapServers, poisons));
        });
        PoisonRecords.send(bootstrapServers, good());

        sent.forEach(
                (topic, records) -> eventually(() -> PoisonRecords.assertOneLetterEach(bootstrapServers, records)));
        Set<String> predicted = odd(Topics.PREDICTIONS_MADE, all);
        Set<String> decided = odd(Topics.MODELS_DECIDED, all);
        eventually(() -> assertThat(watched()).containsAll(predicted).contains("poison-the-last/v1"));
        // The decision of the same kind about the same model took effect, too.
        eventually(() -> assertThat(versions.all())
                .filteredOn(version -> predicted.contains(version.id()) && decided.contains(version.id()))
                .hasSizeGreaterThan(10)
                .allSatisfy(
                        version -> assertThat(version.health()).as(version.id()).isNotNull()));
        eventually(() -> assertThat(versions.all().stream()
                        .filter(version -> version.id().equals("poison-the-last/v1"))
                        .map(WatchedVersion::canaries))
                .doesNotContainNull()
                .hasSize(1));
        RestAssured.get("/q/health/ready").then().statusCode(200);
        RestAssured.get("/dead-letters").then().statusCode(200);
        RestAssured.get("/models").then().statusCode(200);
        // The lag is looked at every few seconds.
        eventually(() -> assertThat(RestAssured.get("/q/metrics").asString())
                .contains("equipoise_consumer_lag{group=\"monitor-service\",topic=\"predictions.made\"}"));
        assertThat(RestAssured.get("/q/metrics").asString())
                .contains("equipoise_records_unforeseen_total{topic=\"predictions.made\"} 0.0")
                .doesNotContainPattern("equipoise_records_unforeseen_total\\{[^}]*} (?!0\\.0)");
    }

    private List<Poison> good() {
        List<Poison> good = new ArrayList<>();
        for (String topic : List.of(Topics.PREDICTIONS_MADE, Topics.CANARIES_REPLAYED)) {
            Good event = Objects.requireNonNull(topics().get(topic)).apply("the-last");
            good.add(new Poison(
                    "good",
                    false,
                    "the-last",
                    new ProducerRecord<>(
                            topic, event.key().getBytes(StandardCharsets.UTF_8), EventCodec.write(event.event()))));
        }
        return good;
    }

    /** Versions of which an odd record speaks. */
    private static Set<String> odd(String topic, List<Poison> all) {
        return all.stream()
                .filter(poison -> poison.record().topic().equals(topic) && !poison.malformed())
                .map(poison -> "poison-" + poison.name() + "/v1")
                .collect(Collectors.toSet());
    }

    private Set<String> watched() {
        return versions.all().stream().map(WatchedVersion::id).collect(Collectors.toSet());
    }

    private static PredictionMade prediction(String name) {
        return Fixtures.of("poison-" + name, Fixtures.prediction("v1", "study", "image", 1, 0));
    }

    private static ModelDecided decision(String name) {
        ModelDecided promotion = Fixtures.promotion("v1");
        return new ModelDecided(
                "poison-" + name, "v1", "run-1", promotion.outcome(), List.of(), promotion.champion(), Fixtures.START);
    }

    private static Dated replay(String name) {
        CanariesReplayed example = EventExamples.canariesReplayed();
        return new CanariesReplayed(
                "poison-" + name,
                "v1",
                example.instance(),
                example.classes(),
                example.largestDifference(),
                example.inputs(),
                example.equalInputs(),
                example.failure(),
                Fixtures.START,
                null);
    }

    private static Dated diagnosis(String name) {
        DiagnosisMade example = EventExamples.diagnosisMade();
        return new DiagnosisMade(
                "poison-" + name,
                "poison-" + name,
                example.version(),
                example.runId(),
                example.condition(),
                example.sentence(),
                example.causes(),
                example.proof(),
                example.cardKey(),
                Fixtures.START,
                "poison-" + name + "/v1/collapse/none",
                null);
    }

    private static Dated alert(String name) {
        AlertChanged firing = Fixtures.alert(AlertChanged.State.RESOLVED, 400, null);
        return new AlertChanged(
                "poison-" + name + "/v1/collapse/none",
                "poison-" + name,
                "v1",
                firing.kind(),
                firing.state(),
                firing.className(),
                firing.classIndex(),
                firing.share(),
                firing.healthyShare(),
                firing.odds(),
                firing.predictionsSeen(),
                firing.predictionsInvolved(),
                firing.summary(),
                firing.since(),
                firing.changedAt());
    }

    private static Dated silence(String name) {
        AlertsSilenced silence = Fixtures.silence(null, 10);
        return new AlertsSilenced(
                "poison-" + name, "poison-model", null, silence.reason(), "ops", Fixtures.START, silence.until());
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(120)).untilAsserted(assertion);
    }
}
