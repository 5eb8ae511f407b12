package org.equipoise.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.ImageErased;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.local.testing.StackResource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** A patient's erasure, through Kafka and the store and back: nothing of him is left, and others stay. */
@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class ErasureIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY = "Jane^Doe^1970";

    private final ObjectStore store;
    private final IngestTopics topics;

    @Inject
    ErasureIT(ObjectStore store, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.store = store;
        topics = new IngestTopics(bootstrapServers);
    }

    @Test
    void aPatientIsErasedAndComesBackOnlyWhenHisImagesAreSentAgain() {
        topics.declare("erase");
        publish("erase-1", KEY, 901, 902);
        publish("erase-2", "somebody else", 903, 904);
        put("erase-1/broken.png", new byte[] {1, 2, 3});
        send(new StudyPublished(
                "erase-3",
                "erase",
                "DX",
                KEY,
                null,
                List.of(new StudyImage("erase-1/broken.png", null, null)),
                Instant.now()));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(standing()).hasSize(4);
            assertThat(store.list(Bucket.QUARANTINE, "erase-1/")).hasSize(1);
        });
        String version = freeze();

        ask("/erasures/preview", Map.of("patient", KEY))
                .then()
                .statusCode(200)
                .body("done", equalTo(false))
                .body("images.erase", equalTo(2))
                .body("originals", equalTo(3))
                .body("refusedFiles", equalTo(1))
                .body("versions[0].version", equalTo(version))
                .body("versions[0].images", equalTo(2));
        assertThat(standing()).hasSize(4);
        Response erased = ask("/erasures", Map.of("patient", KEY));

        erased.then().statusCode(200).body("done", equalTo(true));
        assertThat(erased.asString()).doesNotContain("Jane", "Doe");
        assertThat(standing()).containsExactlyInAnyOrder(id(903), id(904));
        assertThat(keys()).noneMatch(key -> key.contains(id(901)) || key.contains(id(902)) || key.contains("erase-1/"));
        assertThat(keys()).noneMatch(key -> key.contains(version)).anyMatch(key -> key.contains(id(903)));
        assertThat(topics.read(Topics.IMAGES_ERASED, ImageErased.class))
                .filteredOn(event -> event.dataset().equals("erase"))
                .extracting(ImageErased::imageId)
                .containsExactlyInAnyOrder(id(901), id(902));
        RestAssured.get("/datasets/erase/versions/" + version + "/export")
                .then()
                .statusCode(404);
        await().atMost(PATIENCE)
                .untilAsserted(() -> RestAssured.get("/datasets/erase").then().body("images", equalTo(2)));
        ask("/erasures", Map.of("patient", KEY)).then().statusCode(200).body("images", equalTo(Map.of()));
        publish("erase-4", KEY, 901);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(standing()).contains(id(901)));
    }

    @Test
    void aVersionThatNobodyRefersToIsDeleted() {
        topics.declare("erase");
        publish("erase-5", "a third", 905, 906);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(standing()).contains(id(905), id(906)));
        String version = freeze();

        RestAssured.delete("/datasets/erase/versions/" + version)
                .then()
                .statusCode(200)
                .body("version", equalTo(version));

        assertThat(keys()).noneMatch(key -> key.contains(version)).anyMatch(key -> key.contains(id(905)));
        RestAssured.delete("/datasets/erase/versions/" + version)
                .then()
                .statusCode(404)
                .body("problem", containsString("has no version"));
    }

    @Test
    void whoDoesNotNameAPatientIsToldSo() {
        ask("/erasures", Map.of()).then().statusCode(400).body("problem", containsString("must name a patient"));
        ask("/erasures/preview", Map.of("patient", " ")).then().statusCode(400);
        ask("/erasures", Map.of("patient", "x".repeat(1025))).then().statusCode(400);
        ask("/erasures", Map.of("patient", "x", "dryRun", true))
                .then()
                .statusCode(400)
                .body("problem", containsString("/erasures/preview"));
    }

    private static Response ask(String path, Map<String, Object> body) {
        return RestAssured.given().contentType("application/json").body(body).post(path);
    }

    private static String freeze() {
        Response frozen = RestAssured.given().contentType("application/json").post("/datasets/erase/freeze");
        frozen.then().statusCode(200);
        return frozen.jsonPath().getString("version");
    }

    private void publish(String study, String patient, int... images) {
        List<StudyImage> listed = new ArrayList<>();
        for (int image : images) {
            String key = study + "/" + image + ".png";
            put(key, PngCodec.encode(TestImages.grey(image)));
            listed.add(new StudyImage(key, image % 2 == 0 ? "none" : "benign", Split.TRAIN));
        }
        send(new StudyPublished(study, "erase", "DX", patient, null, listed, Instant.now()));
    }

    private void send(StudyPublished study) {
        topics.send(Topics.STUDIES_PUBLISHED, study.studyId(), study);
    }

    private void put(String key, byte[] bytes) {
        store.put(Bucket.STUDIES, key, bytes, "image/png");
    }

    private static String id(int image) {
        return ImageId.of(TestImages.grey(image));
    }

    /** Images of the dataset that have a standing. */
    private List<String> standing() {
        List<String> standing = new ArrayList<>();
        topics.records(Topics.LABELS_CHECKED).forEach(record -> {
            if (record.key() != null && record.key().startsWith("erase/")) {
                String imageId = record.key().substring("erase/".length());
                standing.remove(imageId);
                if (record.value() != null) {
                    standing.add(imageId);
                }
            }
        });
        return standing;
    }

    private List<String> keys() {
        return Stream.of(Bucket.IMAGES, Bucket.STUDIES, Bucket.QUARANTINE, Bucket.DATASETS)
                .flatMap(bucket -> store.list(bucket, "").stream().filter(key -> key.startsWith("erase")))
                .toList();
    }
}
