package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.djl.SavedModels;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.registry.TrainedModels;

import static org.awaitility.Awaitility.await;

/** Models, images and topics as the tests of the scoring service need them. */
@Singleton
final class ScoringWorld {

    static final LabelSet LABELS = new LabelSet(List.of("none", "benign", "malignant"));
    static final InputShape SHAPE = new InputShape(16, 16, 1);
    static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    static final HealthyReference REFERENCE =
            new HealthyReference(List.of(.8, .1, .1), List.of(.7, .05, .05), List.of(.9, .2, .2), 100);
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ObjectStore objects;
    private final TestTopics topics;

    ScoringWorld(ObjectStore objects, TestTopics topics) {
        this.objects = objects;
        this.topics = topics;
    }

    TestTopics topics() {
        return topics;
    }

    /** A name that no other test has. */
    static String name(String prefix) {
        return prefix + "-" + UUID.randomUUID();
    }

    /** Puts untrained weights where a version has its own. */
    void putWeights(String artifactKey, long seed) {
        objects.put(
                Bucket.MODELS,
                ModelObjects.savedModelKey(artifactKey),
                SavedModels.untrained(SHAPE, LABELS.size(), seed).zip(),
                "application/zip");
    }

    /** A version that answers, and serves. */
    void decide(String model, String version) {
        putWeights(ObjectKeys.modelVersion(model, version), version.hashCode());
        announce(model, version);
    }

    /** Says that a version serves, whether or not it is in the registry. */
    String announce(String model, String version) {
        String artifactKey = ObjectKeys.modelVersion(model, version);
        var decided = new ModelDecided(
                model,
                version,
                "run-1",
                ModelDecided.Outcome.PROMOTED,
                List.of(),
                new Champion(version, artifactKey, LABELS, SHAPE, REFERENCE),
                Instant.now());
        topics.send(Topics.MODELS_DECIDED, model, EventCodec.write(decided));
        await().atMost(PATIENCE)
                .untilAsserted(() -> RestAssured.get("/models/" + model)
                        .then()
                        .statusCode(200)
                        .body("champion.version", org.hamcrest.Matchers.equalTo(version)));
        return artifactKey;
    }

    /** An image that is in the store. */
    ImageIngested store(String model, int number) {
        byte[] samples = new byte[20 * 20];
        new java.util.Random(number + 1000L * model.hashCode()).nextBytes(samples);
        var pixels = new Pixels(20, 20, 1, samples);
        ImageIngested image = image(model, number, ImageId.of(pixels));
        objects.put(Bucket.IMAGES, image.objectKey(), PngCodec.encode(pixels), "image/png");
        return image;
    }

    /** An image that may not be. */
    static ImageIngested image(@org.jspecify.annotations.Nullable String model, int number, String imageId) {
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

    void send(ImageIngested image) {
        topics.send(Topics.IMAGES_INGESTED, image.key(), EventCodec.write(image));
    }

    /** To the trainer's endpoint of this model. */
    static ValidatableResponse post(String model, String what, String json) {
        return RestAssured.given()
                .contentType("application/json")
                .body(json)
                .post("/models/" + model + "/" + what)
                .then();
    }

    List<PredictionMade> predictions(String model) {
        return events(Topics.PREDICTIONS_MADE, model, PredictionMade.class);
    }

    /** The events of a topic under this key, so far. */
    <T> List<T> events(String topic, String key, Class<T> type) {
        return topics.events(topic, key, type);
    }

    /** The reasons of the images' dead letters that mention one of these words, so far. */
    List<String> deadLetters(String... mentioned) {
        return topics.read(Topics.deadLetters(Topics.IMAGES_INGESTED)).stream()
                .filter(record -> record.value() != null)
                .filter(record -> List.of(mentioned).stream()
                        .anyMatch(new String(record.value(), StandardCharsets.UTF_8)::contains))
                .map(record -> java.util.Objects.requireNonNull(record.headers().lastHeader("dead-letter-reason")))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** Four test images that look the same: whatever a champion answers, its balanced accuracy is 1/3. */
    void storeSplits() {
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
}
