package org.equipoise.trainer.kafka;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.S3Settings;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.RegistryClient;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.testing.StackResource;
import org.equipoise.trainer.djl.OutsideSavedModels;
import org.equipoise.trainer.djl.SavedModels;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.registry.TrainedModels;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainedModel;
import org.equipoise.trainer.training.TrainingOutcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class ScoringIT {

    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign", "malignant"));
    private static final InputShape SHAPE = new InputShape(16, 16, 1);
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ObjectStore objects;
    private final TrainingOutcome outcome;
    private final String bootstrapServers;
    private final S3Settings s3;
    private final Path stateDir;

    ScoringIT(
            ObjectStore objects,
            TrainingOutcome outcome,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            @ConfigProperty(name = "equipoise.s3.endpoint") String s3Endpoint,
            @ConfigProperty(name = "equipoise.s3.access-key") String s3AccessKey,
            @ConfigProperty(name = "equipoise.s3.secret-key") String s3SecretKey,
            @ConfigProperty(name = "equipoise.state-dir") Path stateDir) {
        this.stateDir = stateDir;
        s3 = new S3Settings(s3Endpoint, s3AccessKey, s3SecretKey, "us-east-1");
        this.objects = objects;
        this.outcome = outcome;
        this.bootstrapServers = bootstrapServers;
    }

    @Test
    void everyImageIsPredictedOnceAndWhatCannotBeScoredIsADeadLetter() {
        String model = name("model");
        String orphan = name("orphan");
        decide(model, "v1");
        List<ImageIngested> images = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            images.add(store(model, i));
        }
        ImageIngested missing = image(model, 1000, "0".repeat(64));
        ImageIngested unasked = image(null, 1001, images.get(0).imageId());
        try (var producer = producer()) {
            images.subList(0, 20).forEach(image -> send(producer, image));
            producer.send(new ProducerRecord<>(
                    Topics.IMAGES_INGESTED, "broken", ("{\"for\":\"" + model).getBytes(StandardCharsets.UTF_8)));
            send(producer, missing);
            send(producer, unasked);
            send(producer, image(orphan, 1002, images.get(0).imageId()));
            images.subList(20, 40).forEach(image -> send(producer, image));
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(predictions(model)).hasSizeGreaterThanOrEqualTo(40));

        assertThat(predictions(model))
                .extracting(PredictionMade::imageId)
                .containsExactlyInAnyOrderElementsOf(
                        images.stream().map(ImageIngested::imageId).toList());
        assertThat(predictions(model)).allSatisfy(prediction -> {
            assertThat(prediction.modelVersion()).isEqualTo("v1");
            assertThat(prediction.labels()).isEqualTo(LABELS.classes());
            assertThat(prediction.probabilities().stream().mapToDouble(p -> p).sum())
                    .isCloseTo(1, within(1e-6));
            assertThat(prediction.publishedAt()).isEqualTo(NOW);
            assertThat(prediction.imagesInStudy()).isEqualTo(2);
        });
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(deadLetters(model, orphan))
                        .hasSize(3)
                        .anySatisfy(reason -> assertThat(reason).startsWith("not a valid ImageIngested"))
                        .anySatisfy(reason -> assertThat(reason).startsWith("no object images/" + missing.objectKey()))
                        .anySatisfy(reason ->
                                assertThat(reason).isEqualTo("no version of model " + orphan + " was promoted yet")));
    }

    @Test
    void aNewChampionTakesOver() {
        String model = name("takeover");
        decide(model, "v1");
        try (var producer = producer()) {
            send(producer, store(model, 1));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(predictions(model))
                            .extracting(PredictionMade::modelVersion)
                            .containsExactly("v1"));

            decide(model, "v2");
            send(producer, store(model, 2));
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(predictions(model))
                        .extracting(PredictionMade::modelVersion)
                        .containsExactly("v1", "v2"));
    }

    /** The store cannot be read at first: more batches than one are aborted and read again. */
    @Test
    void anOutageDelaysPredictionsButLosesAndRepeatsNone() throws IOException {
        String model = name("outage");
        putWeights(announce(model, "v1"), 1);
        List<ImageIngested> images = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            images.add(store(model, i));
        }
        List<String> expected = new ArrayList<>();
        double before = retries();
        Path away = takeAway(Bucket.MODELS);
        try (var producer = producer()) {
            for (int study = 0; study < 300; study++) {
                ImageIngested image = images.get(study % images.size());
                expected.add("study-" + study);
                send(producer, image(model, study, image.imageId()));
            }
        }
        try {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(retries()).isGreaterThan(before + 2));
            assertThat(predictions(model)).isEmpty();
        } finally {
            bringBack(away, Bucket.MODELS);
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(predictions(model)).hasSizeGreaterThanOrEqualTo(expected.size()));
        assertThat(predictions(model))
                .extracting(PredictionMade::studyId)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** What lies where the weights should be is no model: its images are put aside, other models go on. */
    @Test
    void aCorruptChampionIsPutAsideUntilAGoodOneIsPromoted() {
        String model = name("corrupt");
        String other = name("sound");
        objects.put(
                Bucket.MODELS,
                ModelObjects.savedModelKey(announce(model, "v1")),
                new byte[] {'P', 'K', 3, 4, 0},
                "application/zip");
        decide(other, "v1");
        try (var producer = producer()) {
            send(producer, store(model, 1));
            send(producer, store(other, 2));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(deadLetters(model))
                            .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                            .startsWith("version v1 of model " + model + " cannot be used: not a saved model"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(predictions(other)).hasSize(1));
            RestAssured.get("/q/health/well").then().statusCode(503).body(org.hamcrest.Matchers.containsString(model));
            RestAssured.get("/q/health/ready").then().log().ifValidationFails().statusCode(200);

            decide(model, "v2");
            send(producer, store(model, 3));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(predictions(model))
                        .extracting(PredictionMade::modelVersion)
                        .containsExactly("v2"));
        RestAssured.get("/q/health/well").then().statusCode(200);
    }

    /** As docs/own-classifier.md has it: such a version is watched by what its owner publishes, not computed here. */
    @Test
    void aChampionThatIsOnlyWatchedCostsItsImagesAndNobodyElses() {
        String model = name("outside");
        String other = name("sound");
        announce(model, "2026-02");
        decide(other, "v1");
        double retriesBefore = retries();
        try (var producer = producer()) {
            send(producer, store(model, 1));
            send(producer, store(other, 2));
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(deadLetters(model))
                        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                        .startsWith("version 2026-02 of model " + model + " cannot be used: no object models/"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(predictions(other)).hasSize(1));
        assertThat(retries()).isEqualTo(retriesBefore);
        decide(model, "v2");
        try (var producer = producer()) {
            send(producer, store(model, 3));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(predictions(model)).hasSize(1));
    }

    private static double retries() {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("equipoise_scoring_batches_retried_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** A bucket that is gone is a fault of the store, as an object that is gone is none. */
    private Path takeAway(Bucket bucket) throws IOException {
        Path folder = folder(bucket);
        assumeThat(folder)
                .as("an outage is made by moving a bucket's folder away, and only the embedded store has one")
                .isDirectory();
        return Files.move(folder, folder.resolveSibling(bucket.wireName() + "-away"));
    }

    private void bringBack(Path away, Bucket bucket) throws IOException {
        Files.move(away, folder(bucket));
    }

    private Path folder(Bucket bucket) {
        return stateDir.resolveSibling("s3").resolve(bucket.wireName());
    }

    private void putWeights(String artifactKey, long seed) {
        objects.put(
                Bucket.MODELS,
                ModelObjects.savedModelKey(artifactKey),
                SavedModels.untrained(SHAPE, LABELS.size(), seed).zip(),
                "application/zip");
    }

    /** The second model is compared with the first through DJL, on the pack in the store. */
    @Test
    void aTrainedModelIsRegisteredJudgedAndShown() {
        String model = name("registered");
        storeSplits();
        for (String run : List.of("run-1", "run-2")) {
            outcome.trained(run(model, run));
        }

        List<ModelDecided> decisions = events(Topics.MODELS_DECIDED, model, ModelDecided.class);

        assertThat(decisions).extracting(ModelDecided::outcome).containsOnly(ModelDecided.Outcome.PROMOTED);
        assertThat(decisions).hasSize(2);
        assertThat(decisions.get(1).checks())
                .extracting(ModelDecided.GateCheck::name)
                .contains("serves-what-was-trained", "preprocessing-equal");
        assertThat(decisions.get(1).checks())
                .anySatisfy(check -> assertThat(check.explanation())
                        .contains("the champion " + decisions.get(0).version() + " has 0.333 on the same test split"));
        assertThat(events(Topics.MODELS_TRAINED, model, ModelTrained.class))
                .extracting(ModelTrained::version)
                .containsExactlyElementsOf(
                        decisions.stream().map(ModelDecided::version).toList());
        String card = "/models/" + model + "/versions/" + decisions.get(1).version() + "/card";
        RestAssured.given()
                .accept("text/html")
                .get(card)
                .then()
                .statusCode(200)
                .header(
                        "Content-Security-Policy",
                        org.hamcrest.Matchers.containsString(
                                "default-src 'none'; style-src 'unsafe-inline'; img-src data:"))
                .body(org.hamcrest.Matchers.containsString("Not a medical device"));
        RestAssured.given()
                .accept("application/json")
                .get(card)
                .then()
                .statusCode(200)
                .body("decision.outcome", org.hamcrest.Matchers.equalTo("promoted"));
        RestAssured.get("/models/" + model + "/versions/nothing/card").then().statusCode(404);
        RestAssured.get("/models/..%2Fother/versions/v1/card").then().statusCode(404);
        RestAssured.get("/q/openapi").then().statusCode(200).body(org.hamcrest.Matchers.containsString("/card"));
        RestAssured.get("/q/metrics")
                .then()
                .body(org.hamcrest.Matchers.containsString("equipoise_models_decided_total"));
    }

    /** Four test images that look the same: whatever a champion answers, its balanced accuracy is 1/3. */
    private void storeSplits() {
        TrainedModels.storeValidation(objects);
        byte[] images = new byte[4 * SHAPE.length()];
        objects.put(
                Bucket.DATASETS,
                "lung-ct/0123456789ab/packed/test/part-0.npz",
                Npz.write(Map.of(
                        "images",
                        NpyArray.ofBytes(images, 4, SHAPE.height(), SHAPE.width(), SHAPE.channels()),
                        "labels",
                        NpyArray.ofInts(new int[] {0, 1, 2, 0}, 4))),
                "application/zip");
    }

    /** A run whose validation answers are those of its own weights. */
    private static TrainedModel run(String model, String run) {
        var given = TrainedModels.of(model, run, TrainedModels.GOOD, "", new SavedModel(new byte[0]));
        try (TrainableNetwork network = SavedModels.network(SHAPE, LABELS.size(), run.hashCode())) {
            var images = TrainedModels.validationImages();
            return TrainedModels.withValidation(
                    given,
                    network.export(LogitCorrection.none(LABELS.size())),
                    network.probabilities(images, 0, images.size()));
        }
    }

    @Test
    void anOperatorRollsBackAndHoldsAndScoringFollows() {
        String model = name("operated");
        storeSplits();
        outcome.trained(run(model, "run-1"));
        outcome.trained(run(model, "run-2"));
        List<ModelDecided> decisions = events(Topics.MODELS_DECIDED, model, ModelDecided.class);
        String first = decisions.get(0).version();
        String second = decisions.get(1).version();

        for (int repetition = 0; repetition < 2; repetition++) {
            post(model, "rollback", "{\"from\":\"" + second + "\",\"reason\":\"worse at site 2\"}")
                    .statusCode(200)
                    .body("outcome", org.hamcrest.Matchers.equalTo("rolled-back"))
                    .body("champion.version", org.hamcrest.Matchers.equalTo(first));
        }
        try (var producer = producer()) {
            send(producer, store(model, 1));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(predictions(model))
                            .extracting(PredictionMade::modelVersion)
                            .containsExactly(first));
            post(model, "rollback", "{\"reason\":\"again\"}")
                    .statusCode(409)
                    .body("problem", org.hamcrest.Matchers.containsString("no version of " + model));
            post(model, "hold", "{\"reason\":\"answers one class\"}")
                    .statusCode(200)
                    .body("outcome", org.hamcrest.Matchers.equalTo("held"));
            send(producer, store(model, 2));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(deadLetters(model))
                        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                        .startsWith("model " + model + " is held since")
                        .endsWith("answers one class"));
        assertThat(events(Topics.MODELS_DECIDED, model, ModelDecided.class)).hasSize(4);
        RestAssured.get("/models/" + model + "/versions")
                .then()
                .statusCode(200)
                .body("outcome", org.hamcrest.Matchers.containsInAnyOrder("rolled-back", "held"))
                .body("serving", org.hamcrest.Matchers.everyItem(org.hamcrest.Matchers.is(false)));
        post(model, "hold", "{}").statusCode(400);
        post("nobody", "hold", "{\"reason\":\"x\"}").statusCode(404);
        RestAssured.given()
                .contentType("text/plain")
                .body("{}")
                .post("/models/" + model + "/hold")
                .then()
                .statusCode(415);
    }

    /** Trained elsewhere on 0..1: bright is class 1. The labels are given in the order of its outputs. */
    @Test
    void aModelTrainedElsewhereIsJudgedRegisteredAndServes(@org.junit.jupiter.api.io.TempDir java.nio.file.Path scratch)
            throws java.io.IOException {
        String model = name("outside");
        String dataset = freezeGreys();
        byte[] zip = OutsideSavedModels.zip(scratch, "serving_default", OutsideSavedModels.Last.LOGITS);
        String sha256 = new SavedModel(zip).sha256();
        String what = "{\"sha256\":\"" + sha256 + "\",\"labels\":[\"dark\",\"bright\"],\"dataset\":\"" + dataset
                + "\",\"datasetVersion\":\"v1\"";
        objects.put(Bucket.MODELS, ObjectKeys.upload(model, sha256), zip, "application/zip");
        post(model, "register", what + "}")
                .statusCode(400)
                .body("problem", org.hamcrest.Matchers.containsString("1/255"));
        objects.put(Bucket.MODELS, ObjectKeys.upload(model, sha256), zip, "application/zip");
        post(model, "register", what + ",\"scale\":\"1/255\"}")
                .statusCode(400)
                .body("problem", org.hamcrest.Matchers.containsString("the network answered the probability"));
        // The port is known once a test runs.
        var trainer = URI.create("http://127.0.0.1:" + RestAssured.port);
        var client = new RegistryClient(new StackConnection(bootstrapServers, s3, Map.of("trainer-service", trainer)));
        var outside = new RegistryClient.Outside(
                List.of("dark", "bright"), "16x16x1", "1/255", "logits", dataset, "v1", null);

        ModelDecided decided = client.register(model, zip, outside);

        assertThat(decided.outcome()).isEqualTo(ModelDecided.Outcome.PROMOTED);
        assertThat(client.register(model, zip, outside)).as("repeated").isEqualTo(decided);
        assertThatThrownBy(() -> client.register(model, new byte[10], outside))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("not a zip");
        try (var producer = producer()) {
            send(producer, store(model, 1));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(predictions(model)).hasSize(1));
        assertThat(predictions(model).get(0).labels()).containsExactly("dark", "bright");
        post(model, "register", what + "}").statusCode(404);
        assertThat(client.versions(model)).singleElement().satisfies(version -> {
            assertThat(version.serving()).isTrue();
            assertThat(version.balancedAccuracy()).isEqualTo(1);
        });
        assertThatThrownBy(() -> client.rollback(model, decided.version(), null, "why not"))
                .isInstanceOf(ClientException.class)
                .hasMessageStartingWith("no version of " + model + " was promoted before");
        assertThat(client.hold(model, decided.version(), "enough").champion()).isNull();
    }

    /** A dataset of plain greys, its labels in another order than the model's outputs. */
    private String freezeGreys() {
        String dataset = name("greys").substring(0, 20);
        var manifest = new StringBuilder();
        for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
            for (int i = 0; i < 24; i++) {
                byte[] samples = new byte[20 * 20];
                int grey = split.ordinal() + (i % 2 == 0 ? 180 : 20) + i;
                java.util.Arrays.fill(samples, (byte) grey);
                var pixels = new Pixels(20, 20, 1, samples);
                String imageId = ImageId.of(pixels);
                objects.put(Bucket.IMAGES, ObjectKeys.image(dataset, imageId), PngCodec.encode(pixels), "image/png");
                var entry = new DatasetFrozen.ManifestEntry(imageId, i % 2 == 0 ? "bright" : "dark", i % 2, split);
                manifest.append(new String(EventCodec.write(entry), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        objects.put(
                Bucket.DATASETS,
                ObjectKeys.manifest(dataset, "v1"),
                manifest.toString().getBytes(StandardCharsets.UTF_8),
                "application/x-ndjson");
        var half = new ClassDistribution(List.of(12L, 12L));
        var frozen = new DatasetFrozen(
                dataset,
                "v1",
                "0".repeat(64),
                ObjectKeys.manifest(dataset, "v1"),
                new LabelSet(List.of("bright", "dark")),
                "OT",
                new InputShape(32, 32, 1),
                Map.of(Split.TRAIN, half, Split.VALIDATION, half, Split.TEST, half),
                List.of(),
                List.of(),
                NOW);
        try (var producer = producer()) {
            producer.send(new ProducerRecord<>(Topics.DATASETS_FROZEN, frozen.key(), EventCodec.write(frozen)));
        }
        return dataset;
    }

    private static ValidatableResponse post(String model, String what, String json) {
        return RestAssured.given()
                .contentType("application/json")
                .body(json)
                .post("/models/" + model + "/" + what)
                .then();
    }

    private void decide(String model, String version) {
        putWeights(ObjectKeys.modelVersion(model, version), version.hashCode());
        announce(model, version);
    }

    /** Says that a version serves, whether or not it is in the registry. */
    private String announce(String model, String version) {
        String artifactKey = ObjectKeys.modelVersion(model, version);
        var reference = new HealthyReference(List.of(.8, .1, .1), List.of(.7, .05, .05), List.of(.9, .2, .2), 100);
        var decided = new ModelDecided(
                model,
                version,
                "run-1",
                ModelDecided.Outcome.PROMOTED,
                List.of(),
                new Champion(version, artifactKey, LABELS, SHAPE, reference),
                Instant.now());
        try (var producer = producer()) {
            producer.send(new ProducerRecord<>(Topics.MODELS_DECIDED, model, EventCodec.write(decided)));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> RestAssured.get("/models/" + model)
                        .then()
                        .statusCode(200)
                        .body("champion.version", org.hamcrest.Matchers.equalTo(version)));
        return artifactKey;
    }

    private ImageIngested store(String model, int number) {
        byte[] samples = new byte[20 * 20];
        new java.util.Random(number + 1000L * model.hashCode()).nextBytes(samples);
        var pixels = new Pixels(20, 20, 1, samples);
        ImageIngested image = image(model, number, ImageId.of(pixels));
        objects.put(Bucket.IMAGES, image.objectKey(), PngCodec.encode(pixels), "image/png");
        return image;
    }

    private static ImageIngested image(@org.jspecify.annotations.Nullable String model, int number, String imageId) {
        return new ImageIngested(
                "lung",
                imageId,
                "study-" + number,
                ObjectKeys.image("lung", imageId),
                "study-" + number + "/raw.png",
                20,
                20,
                1,
                "CT",
                null,
                null,
                2,
                model,
                NOW,
                NOW);
    }

    private static void send(KafkaProducer<String, byte[]> producer, ImageIngested image) {
        producer.send(new ProducerRecord<>(Topics.IMAGES_INGESTED, image.key(), EventCodec.write(image)));
    }

    private List<PredictionMade> predictions(String model) {
        return events(Topics.PREDICTIONS_MADE, model, PredictionMade.class);
    }

    private <T> List<T> events(String topic, String model, Class<T> type) {
        return read(topic).stream()
                .filter(record -> model.equals(record.key()))
                .map(record -> {
                    try {
                        return EventCodec.read(record.value(), type);
                    } catch (MalformedEventException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private List<String> deadLetters(String... mentioned) {
        return read(Topics.deadLetters(Topics.IMAGES_INGESTED)).stream()
                .filter(record -> List.of(mentioned).stream()
                        .anyMatch(new String(record.value(), StandardCharsets.UTF_8)::contains))
                .map(record -> java.util.Objects.requireNonNull(record.headers().lastHeader("dead-letter-reason")))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private List<ConsumerRecord<String, byte[]>> read(String topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (var reader = new TopicReader(bootstrapServers, List.of(topic))) {
            reader.readToEnd(records::add);
        }
        return records;
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private static String name(String prefix) {
        return prefix + "-" + UUID.randomUUID();
    }
}
