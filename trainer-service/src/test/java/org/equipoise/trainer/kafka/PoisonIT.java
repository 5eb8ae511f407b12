package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DiagnosisRequested;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.ShardReady;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.PoisonRecords;
import org.equipoise.common.messaging.PoisonRecords.Good;
import org.equipoise.common.messaging.PoisonRecords.Poison;
import org.equipoise.common.messaging.TopicFollower;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.testing.StackResource;
import org.equipoise.trainer.training.DatasetCatalogue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * No record of any topic stops the trainer, in either role. What it consumes and cannot handle becomes a dead letter,
 * once; of topics that it follows the monitor writes them, and of {@code images.ingested} ingest writes those that are
 * no event.
 */
@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class PoisonIT {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What this test sends is told apart from what other tests of the same brokers send. */
    private static final String MINE = "poison-";

    private static final String ASKED = "asked-poison-";

    private final ScoringWorld world;
    private final DatasetCatalogue datasets;
    private final FollowedRecords records;

    PoisonIT(ScoringWorld world, DatasetCatalogue datasets, FollowedRecords records) {
        this.world = world;
        this.datasets = datasets;
        this.records = records;
    }

    @Test
    void noRequestStopsTraining() {
        Map<Origin, Poison> sent = send(Topics.TRAINING_REQUESTED, PoisonIT::request);

        becomeLettersOnce(sent);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(world.topics().events(Topics.TRAINING_PROGRESSED, TrainingProgressed.class))
                                .extracting(TrainingProgressed::runId)
                                .filteredOn(run -> run.startsWith(MINE))
                                .as("every request that is one came to its end, and no other")
                                .containsExactlyInAnyOrderElementsOf(odd(sent)));
        healthy();
    }

    /** Without a frozen dataset its run fails at once: that is its effect. */
    private static Good request(String name) {
        return new Good(
                "poison-model",
                new TrainingRequested(MINE + name, "poison-model", "no-such-dataset", "v1", "naive", Map.of(), 7, NOW));
    }

    @Test
    void noRequestStopsDiagnoses() {
        Map<Origin, Poison> sent = send(Topics.DIAGNOSES_REQUESTED, PoisonIT::diagnosis);

        becomeLettersOnce(sent);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(world.topics().events(Topics.TRAINING_PROGRESSED, TrainingProgressed.class))
                                .extracting(TrainingProgressed::runId)
                                .filteredOn(id -> id.startsWith(ASKED))
                                .map(id -> MINE + id.substring(ASKED.length()))
                                .as("every request that is one was answered, and no other")
                                .containsExactlyInAnyOrderElementsOf(odd(sent)));
        healthy();
    }

    /** Of a model without a version it is refused at once: that is its effect. */
    private static Good diagnosis(String name) {
        return new Good("poison-model", new DiagnosisRequested(ASKED + name, "poison-model", null, null, 1.0, NOW));
    }

    @Test
    void noImageStopsScoring() {
        String model = ScoringWorld.name("poisoned");
        world.decide(model, "v1");
        ImageIngested image = world.store(model, 1);

        Map<Origin, Poison> sent = send(
                Topics.IMAGES_INGESTED,
                name -> new Good(image.key(), image(model, image, MINE + name, image.objectKey())));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.predictions(model))
                        .extracting(PredictionMade::studyId)
                        .as("every image that is one was scored once, and no other")
                        .containsExactlyInAnyOrderElementsOf(odd(sent)));
        assertThat(PoisonRecords.letters(bootstrapServers(), Topics.IMAGES_INGESTED))
                .as("ingest, which reads the same records, writes them: one each")
                .doesNotContainKeys(sent.keySet().toArray(Origin[]::new));
        healthy();
    }

    /** Whoever writes an image's event chooses the key of its object, and no store has some of them. */
    @Test
    void noKeyOfAnObjectStopsScoring() {
        String model = ScoringWorld.name("odd-keys");
        world.decide(model, "v1");
        ImageIngested good = world.store(model, 1);
        List<String> keys = List.of(
                "x".repeat(1024),
                "lung/" + "y".repeat(300) + ".png",
                "../../etc/passwd",
                "lung//a.png",
                "/",
                ".",
                "lung/a\0b.png",
                "lung/" + "\u00e4/".repeat(400),
                "lung/a%2e%2e/b?versionId=1#c");
        List<Poison> odd = new ArrayList<>();
        for (String key : keys) {
            odd.add(new Poison(
                    "object key " + key.substring(0, Math.min(30, key.length())),
                    true,
                    "key",
                    new ProducerRecord<>(
                            Topics.IMAGES_INGESTED,
                            good.key().getBytes(StandardCharsets.UTF_8),
                            EventCodec.write(image(model, good, "odd", key)))));
        }

        Map<Origin, Poison> sent = PoisonRecords.send(bootstrapServers(), odd);
        world.send(good);

        becomeLettersOnce(sent);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.predictions(model)).hasSize(1));
        healthy();
    }

    /** So does whoever announces a version. */
    @Test
    void noKeyOfAModelStopsScoring() {
        String model = ScoringWorld.name("odd-model");
        String other = ScoringWorld.name("sound");
        var odd = new ModelDecided.Champion(
                "v1", "y".repeat(1000), ScoringWorld.LABELS, ScoringWorld.SHAPE, ScoringWorld.REFERENCE);
        var decided = new ModelDecided(model, "v1", "run-1", ModelDecided.Outcome.PROMOTED, List.of(), odd, NOW);
        world.topics().send(Topics.MODELS_DECIDED, model, EventCodec.write(decided));
        await().atMost(PATIENCE)
                .untilAsserted(() -> RestAssured.get("/models/" + model).then().statusCode(200));
        world.decide(other, "v1");

        world.send(world.store(model, 1));
        world.send(world.store(other, 2));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.predictions(other)).hasSize(1));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.deadLetters(model)).hasSize(1));
        world.decide(model, "v2");
        world.send(world.store(model, 3));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.predictions(model)).hasSize(1));
        healthy();
    }

    private static ImageIngested image(String model, ImageIngested image, String studyId, String objectKey) {
        return new ImageIngested(
                image.dataset(),
                image.imageId(),
                studyId,
                objectKey,
                image.sourceKey(),
                image.width(),
                image.height(),
                image.channels(),
                image.modality(),
                null,
                null,
                1,
                model,
                NOW,
                NOW);
    }

    @Test
    void noDecisionStopsTheRegistry() {
        Map<Origin, Poison> sent = send(Topics.MODELS_DECIDED, PoisonIT::decision);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(RestAssured.get("/models").jsonPath().getList("model", String.class))
                                .filteredOn(model -> model.startsWith(MINE))
                                .as("every decision that is one is known, and no other")
                                .containsExactlyInAnyOrderElementsOf(odd(sent)));
        noLetters(Topics.MODELS_DECIDED);
        healthy();
    }

    private static Good decision(String name) {
        String model = MINE + name;
        return new Good(
                model,
                new ModelDecided(model, "v1", "run-1", ModelDecided.Outcome.HELD, List.of(), null, NOW, "a test"));
    }

    @Test
    void noDatasetKeepsAnotherFromBeingFound() {
        Map<Origin, Poison> sent = send(Topics.DATASETS_FROZEN, PoisonIT::dataset);

        for (Poison poison : sent.values()) {
            // The kinds that are no event at all have none that could be looked for.
            if (poison.malformed()) {
                continue;
            }
            Good good = dataset(poison.name());
            byte[] key = poison.record().key();
            boolean found = key != null && new String(key, StandardCharsets.UTF_8).equals(good.key());
            assertThat(datasets.find(((DatasetFrozen) good.event()).dataset(), "v1"))
                    .as(poison.kind())
                    .isEqualTo(found ? Optional.of(good.event()) : Optional.empty());
        }
        assertThat(datasets.find(MINE + "time-in-2099", "v1")).isEmpty();
        assertThat(datasets.find(MINE + "missing-field", "v1")).isEmpty();
        noLetters(Topics.DATASETS_FROZEN);
        healthy();
    }

    private static Good dataset(String name) {
        DatasetFrozen given = EventExamples.datasetFrozen();
        var frozen = new DatasetFrozen(
                MINE + name,
                "v1",
                given.contentHash(),
                given.manifestKey(),
                given.labelSet(),
                given.modality(),
                given.shape(),
                given.classCounts(),
                given.packs(),
                given.findings(),
                NOW);
        return new Good(frozen.key(), frozen);
    }

    @Test
    void noShardKeepsARunFromHearingOfOthers() throws InterruptedException {
        try (var listener = ShardReadyListener.start(bootstrapServers(), "poison", records)) {
            Map<Origin, Poison> sent = send(Topics.SHARDS_READY, PoisonIT::shard);

            for (Poison poison : sent.values()) {
                if (!poison.malformed()) {
                    assertThat(listener.await("poison/0/" + number(poison.name()), PATIENCE))
                            .as(poison.kind())
                            .contains("refused: " + poison.name());
                }
            }
        }
        noLetters(Topics.SHARDS_READY);
        healthy();
    }

    private static Good shard(String name) {
        int number = number(name);
        return new Good(
                "poison/0/" + number,
                new ShardReady("poison", 0, number, "poison/0/" + number + ".npz", 8, "refused: " + name, NOW));
    }

    private static int number(String name) {
        return name.hashCode() & 0xffffff;
    }

    @Test
    void noAlertKeepsOthersFromBeingHeard() {
        Set<String> heard = ConcurrentHashMap.newKeySet();
        var listening = new AlertListener(records, heard::add);
        try (var follower =
                new TopicFollower("alerts", bootstrapServers(), List.of(Topics.ALERTS_CHANGED), PATIENCE, listening)) {
            follower.start();
            await().atMost(PATIENCE).untilAsserted(() -> {
                world.topics()
                        .send(
                                Topics.ALERTS_CHANGED,
                                "first",
                                EventCodec.write(alert("first").event()));
                assertThat(heard).isNotEmpty();
            });

            Map<Origin, Poison> sent = send(Topics.ALERTS_CHANGED, PoisonIT::alert);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(heard)
                            .filteredOn(model -> !model.equals(MINE + "first"))
                            .containsExactlyInAnyOrderElementsOf(odd(sent)));
        }
        noLetters(Topics.ALERTS_CHANGED);
        healthy();
    }

    private static Good alert(String name) {
        AlertChanged given = EventExamples.alertChanged();
        var alert = new AlertChanged(
                MINE + name,
                MINE + name,
                given.modelVersion(),
                given.kind(),
                given.state(),
                given.className(),
                given.classIndex(),
                given.share(),
                given.healthyShare(),
                given.odds(),
                given.predictionsSeen(),
                given.predictionsInvolved(),
                given.summary(),
                NOW,
                NOW,
                null,
                null);
        return new Good(alert.alertId(), alert);
    }

    /** Nobody reads it here. */
    @Test
    void noTrainedModelHurts() {
        ModelTrained trained = EventExamples.modelTrained();

        send(Topics.MODELS_TRAINED, name -> new Good(trained.model(), trained));

        noLetters(Topics.MODELS_TRAINED);
        healthy();
    }

    /** All kinds, and a good one behind them. */
    private Map<Origin, Poison> send(String topic, Function<String, Good> good) {
        List<Poison> all = new ArrayList<>(PoisonRecords.to(topic, good).all());
        Good last = good.apply("last");
        all.add(new Poison(
                "a good one",
                false,
                "last",
                new ProducerRecord<>(
                        topic, last.key().getBytes(StandardCharsets.UTF_8), EventCodec.write(last.event()))));
        return PoisonRecords.send(bootstrapServers(), all);
    }

    /** The names of what is odd, but as its topic promises. */
    private static List<String> odd(Map<Origin, Poison> sent) {
        return sent.values().stream()
                .filter(poison -> !poison.malformed())
                .map(poison -> MINE + poison.name())
                .toList();
    }

    private void becomeLettersOnce(Map<Origin, Poison> sent) {
        await().atMost(PATIENCE).untilAsserted(() -> PoisonRecords.assertOneLetterEach(bootstrapServers(), sent));
    }

    private void noLetters(String topic) {
        assertThat(PoisonRecords.letters(bootstrapServers(), topic))
                .as("the monitor writes them")
                .isEmpty();
    }

    private String bootstrapServers() {
        return world.topics().bootstrapServers();
    }

    private static void healthy() {
        RestAssured.get("/q/health/live").then().log().ifValidationFails().statusCode(200);
        RestAssured.get("/q/health/ready").then().log().ifValidationFails().statusCode(200);
    }
}
