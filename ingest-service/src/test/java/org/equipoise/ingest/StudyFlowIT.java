package org.equipoise.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.local.testing.StackResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class StudyFlowIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ObjectStore store;
    private final IngestTopics topics;

    @Inject
    StudyFlowIT(ObjectStore store, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.store = store;
        topics = new IngestTopics(bootstrapServers);
    }

    @Test
    void aStudyBecomesImagesRejectionsAndStandings() {
        topics.declare("flow");
        byte[] good = PngCodec.encode(TestImages.grey(1));
        put("flow/a.png", good);
        put("flow/cut.png", Arrays.copyOf(good, good.length - 20));
        put("flow/empty.png", new byte[0]);

        publish(study(
                "flow-1",
                "flow",
                List.of(
                        image("flow/a.png", "none", Split.TRAIN),
                        image("flow/cut.png", "none", null),
                        image("flow/empty.png", "none", null),
                        image("flow/gone.png", "none", null))));

        String imageId = ImageId.of(TestImages.grey(1));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(topics.read(Topics.IMAGES_INGESTED, ImageIngested.class))
                    .filteredOn(event -> event.studyId().equals("flow-1"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.imageId()).isEqualTo(imageId);
                        assertThat(event.imagesInStudy()).isEqualTo(1);
                        assertThat(event.patientGroup()).hasSize(32);
                    });
            assertThat(topics.read(Topics.IMAGES_REJECTED, ImageRejected.class))
                    .filteredOn(event -> event.studyId().equals("flow-1"))
                    .extracting(ImageRejected::reason)
                    .containsExactlyInAnyOrder(
                            RejectionReason.UNREADABLE, RejectionReason.EMPTY, RejectionReason.MISSING);
            assertThat(checked("flow").get(imageId)).isNotNull().satisfies(event -> {
                assertThat(event.standing()).isEqualTo(Standing.ACCEPTED);
                assertThat(event.classIndex()).isZero();
                assertThat(event.split()).isEqualTo(Split.TRAIN);
            });
        });
        assertThat(PngCodec.decode(store.require(Bucket.IMAGES, "flow/" + imageId + ".png")))
                .isEqualTo(TestImages.grey(1));
        assertThat(store.list(Bucket.QUARANTINE, "flow/")).containsExactly("flow/cut.png");
    }

    @Test
    void malformedRecordsBecomeDeadLettersAndTheFlowGoesOn() {
        topics.declare("sturdy");
        put("sturdy/a.png", PngCodec.encode(TestImages.grey(2)));

        for (String topic : List.of(
                Topics.STUDIES_PUBLISHED, Topics.IMAGES_INGESTED, Topics.LABELS_SUBMITTED, Topics.DATASETS_DECLARED)) {
            topics.send(topic, "sturdy", "{ this is not JSON".getBytes(StandardCharsets.UTF_8));
        }
        topics.send(Topics.STUDIES_PUBLISHED, "huge", new byte[1_048_000]);
        publish(study("sturdy-1", "sturdy", List.of(image("sturdy/a.png", "benign", Split.TEST))));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(checked("sturdy")).hasSize(1));
        for (String topic : List.of(
                Topics.STUDIES_PUBLISHED, Topics.IMAGES_INGESTED, Topics.LABELS_SUBMITTED, Topics.DATASETS_DECLARED)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(topics.records(Topics.deadLetters(topic)))
                            .as(topic)
                            .filteredOn(record -> "sturdy".equals(record.key()))
                            .singleElement()
                            .satisfies(record -> {
                                assertThat(new String(record.value(), StandardCharsets.UTF_8))
                                        .isEqualTo("{ this is not JSON");
                                assertThat(record.headers().lastHeader("dead-letter-reason"))
                                        .isNotNull();
                            }));
        }
    }

    @Test
    void aStudyPublishedTwiceChangesNothing() {
        topics.declare("twice");
        put("twice/a.png", PngCodec.encode(TestImages.grey(3)));
        StudyPublished study = study("twice-1", "twice", List.of(image("twice/a.png", "none", null)));

        publish(study);
        publish(study);
        publish(study("twice-2", "twice", List.of(image("twice/a.png", "none", null))));

        String imageId = ImageId.of(TestImages.grey(3));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(checked("twice").get(imageId))
                        .extracting(LabelChecked::occurrences)
                        .isEqualTo(2));
        assertThat(topics.read(Topics.LABELS_CHECKED, LabelChecked.class))
                .filteredOn(event -> event.dataset().equals("twice"))
                .extracting(event -> event.occurrences() + " " + event.votes())
                .doesNotHaveDuplicates();
        assertThat(store.list(Bucket.IMAGES, "twice/")).hasSize(1);
    }

    @Test
    void freezingTwiceGivesTheSameVersionAndPacksThatNumpyReads() throws MalformedEventException, IOException {
        topics.declare("frozen");
        List<StudyImage> images = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            put("frozen/" + i + ".png", PngCodec.encode(TestImages.grey(100 + i)));
            Split split = i < 8 ? Split.TRAIN : i < 10 ? Split.VALIDATION : Split.TEST;
            images.add(image("frozen/" + i + ".png", i % 4 == 0 ? "benign" : "none", split));
        }
        publish(ofMany("frozen-1", "frozen", images));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(checked("frozen")).hasSize(12));

        DatasetFrozen first = freeze("frozen");
        DatasetFrozen second = freeze("frozen");

        assertThat(second.version()).isEqualTo(first.version());
        assertThat(first.classCounts().get(Split.TRAIN)).isEqualTo(new ClassDistribution(List.of(6L, 2L)));
        assertThat(first.modality()).isEqualTo("DX");
        assertThat(first.packs(Split.TRAIN)).hasSize(1);
        Map<String, NpyArray> pack = Npz.read(
                store.require(Bucket.DATASETS, first.packs(Split.TRAIN).get(0).objectKey()));
        assertThat(pack.get("images")).satisfies(a -> assertThat(a.shape()).containsExactly(8, 16, 16, 1));
        assertThat(pack.get("labels"))
                .satisfies(a -> assertThat(Arrays.stream(a.toInts()).sum()).isEqualTo(2));
        assertThat(new String(store.require(Bucket.DATASETS, first.manifestKey()), StandardCharsets.UTF_8).lines())
                .hasSize(12);
        assertThat(topics.read(Topics.DATASETS_FROZEN, DatasetFrozen.class))
                .filteredOn(event -> event.dataset().equals("frozen"))
                .extracting(DatasetFrozen::version)
                .containsOnly(first.version());
        await().atMost(PATIENCE)
                .untilAsserted(() -> RestAssured.given()
                        .get("/datasets/frozen")
                        .then()
                        .statusCode(200)
                        .body("accepted", equalTo(12)));
        for (int i = 0; i < 5; i++) {
            RestAssured.given()
                    .head("/datasets/frozen/versions/" + first.version() + "/export")
                    .then()
                    .statusCode(200);
        }
        byte[] archive =
                export("frozen", first.version()).statusCode(200).extract().asByteArray();
        assertThat(names(archive)).hasSize(13).contains("manifest.csv").allMatch(name -> name.indexOf("..") < 0);
        store.delete(
                Bucket.IMAGES,
                names(archive).stream()
                        .filter(name -> name.endsWith(".png"))
                        .map(name -> "frozen/" + name.substring(name.lastIndexOf('/') + 1))
                        .findFirst()
                        .orElseThrow());
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port
                        + "/datasets/frozen/versions/" + first.version() + "/export"))
                .build();
        assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()))
                .as("an archive without an image of its table is broken off, not ended")
                .isInstanceOf(IOException.class);
        export("frozen", "0123456789ab").statusCode(404).body("problem", containsString("no version 0123456789ab"));
    }

    private static ValidatableResponse export(String dataset, String version) {
        return RestAssured.given()
                .get("/datasets/" + dataset + "/versions/" + version + "/export")
                .then();
    }

    private static List<String> names(byte[] archive) throws IOException {
        List<String> names = new ArrayList<>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    @Test
    void imagesOfSixteenBitsAreFrozenWithAllOfThemThroughOneWindow() throws MalformedEventException {
        topics.declare("deep");
        List<StudyImage> images = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            put("deep/" + i + ".png", PngCodec.encode(TestImages.deep(i)));
            images.add(image("deep/" + i + ".png", i % 2 == 0 ? "benign" : "none", i < 4 ? Split.TRAIN : Split.TEST));
        }
        publish(ofMany("deep-1", "deep", images));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(checked("deep")).hasSize(6));
        assertThat(topics.read(Topics.IMAGES_INGESTED, ImageIngested.class))
                .filteredOn(event -> event.dataset().equals("deep"))
                .extracting(ImageIngested::bits)
                .containsOnly(16);

        DatasetFrozen frozen = freeze("deep");
        DatasetFrozen asked = freeze("deep", "{\"side\": 16, \"window\": \"0:4095\"}");

        assertThat(frozen.window()).isNotNull().satisfies(window -> {
            assertThat(window.low()).isBetween(0, 20);
            assertThat(window.high()).isBetween(4075, 4095);
            assertThat(window.rule()).isEqualTo("percentiles 0.1 and 99.9 of the training samples");
        });
        assertThat(freeze("deep").version()).isEqualTo(frozen.version());
        assertThat(asked.version()).isNotEqualTo(frozen.version());
        assertThat(asked.window()).isEqualTo(new ValueWindow(0, 4095, "as asked for: 0 to 4095"));
        NpyArray packed = Objects.requireNonNull(Npz.read(store.require(
                        Bucket.DATASETS, frozen.packs(Split.TEST).get(0).objectKey()))
                .get("images"));
        assertThat(packed.dtype()).isEqualTo("<u2");
        assertThat(packed.shape()).containsExactly(2, 16, 16, 1);
        String first = List.of(ImageId.of(TestImages.deep(4)), ImageId.of(TestImages.deep(5))).stream()
                .min(String::compareTo)
                .orElseThrow();
        Pixels pixels = PngCodec.decode(store.require(Bucket.IMAGES, "deep/" + first + ".png"));
        assertThat(Arrays.copyOf(packed.toInts(), 256))
                .isEqualTo(IntStream.range(0, 256).map(pixels::sample).toArray());
        RestAssured.given()
                .get("/datasets/deep/diff?from=" + frozen.version() + "&to=" + asked.version())
                .then()
                .statusCode(200)
                .body("unchanged", equalTo(6))
                .body("to.window.high", equalTo(4095));
        refused("deep", "{\"window\": \"wide\"}", 400, "window must be LOW:HIGH");
        refused("deep", "{\"window\": \"-160:240HU\"}", 400, "needs images of modality CT alone");
    }

    @Test
    void aVersionHoldsImagesOfOneKindOfBits() {
        topics.declare("mixed");
        put("mixed/a.png", PngCodec.encode(TestImages.deep(1)));
        put("mixed/b.png", PngCodec.encode(TestImages.grey(1)));
        publish(study(
                "mixed-1",
                "mixed",
                List.of(image("mixed/a.png", "none", Split.TRAIN), image("mixed/b.png", "benign", Split.TRAIN))));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(checked("mixed")).hasSize(2));

        refused("mixed", "", 422, "1 image of mixed has 16 bits and 1 has 8");
    }

    private static void refused(String dataset, String body, int status, String why) {
        RestAssured.given()
                .contentType("application/json")
                .body(body)
                .post("/datasets/" + dataset + "/freeze")
                .then()
                .statusCode(status)
                .body("problem", containsString(why));
    }

    @Test
    void aSettledLabelIsInTheNextVersionAndOneThatIsTakenBackIsNot() throws MalformedEventException {
        topics.declare("settled");
        List<StudyImage> images = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            put("settled/" + i + ".png", PngCodec.encode(TestImages.grey(200 + i)));
            images.add(image("settled/" + i + ".png", i == 0 ? "benign" : "none", Split.TRAIN));
        }
        publish(study("settled-1", "settled", images));
        String doubted = ImageId.of(TestImages.grey(201));
        String contested = ImageId.of(TestImages.grey(202));
        label(contested, "ada", "benign", null, null);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(checked("settled")).hasSize(4);
            assertThat(standing(contested).reasons()).containsExactly(QuarantineReason.CONFLICTING_LABELS);
        });
        assertThat(freeze("settled").classCounts().get(Split.TRAIN)).isEqualTo(new ClassDistribution(List.of(2L, 1L)));

        label(doubted, "ada", "benign", Role.READER, null);
        label(contested, "dr-who", "benign", Role.ADJUDICATOR, null);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(standing(doubted).settlement())
                    .isNotNull()
                    .satisfies(settlement -> assertThat(settlement.overruled()).containsExactly("source:settled-1"));
            assertThat(standing(contested).label()).isEqualTo("benign");
        });
        DatasetFrozen version = freeze("settled");
        assertThat(version.classCounts().get(Split.TRAIN)).isEqualTo(new ClassDistribution(List.of(1L, 3L)));
        assertThat(version.findings())
                .contains("2 labels were settled by readers or adjudicators, 2 of them against another label.");
        diff("settled")
                .statusCode(200)
                .body("to.version", equalTo(version.version()))
                .body("relabelled.first.imageId", contains(doubted))
                .body("relabelled.counts.from", contains("none"))
                .body("relabelled.counts.to", contains("benign"))
                .body("added.first.imageId", contains(contested))
                .body("removed.total", equalTo(0))
                .body("unchanged", equalTo(2));

        label(contested, "dr-who", "benign", Role.ADJUDICATOR, true);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(standing(contested).standing()).isEqualTo(Standing.QUARANTINED));
        assertThat(freeze("settled").classCounts().get(Split.TRAIN)).isEqualTo(new ClassDistribution(List.of(1L, 2L)));
        diff("settled")
                .statusCode(200)
                .body("from.version", equalTo(version.version()))
                .body("removed.first.imageId", contains(contested))
                .body("relabelled.total", equalTo(0));
    }

    private static ValidatableResponse diff(String dataset) {
        return RestAssured.given().get("/datasets/" + dataset + "/diff").then();
    }

    @Test
    void whatCannotBeComparedIsRefusedWithItsReason() {
        diff("nobody").statusCode(404).body("problem", containsString("no version of dataset nobody was frozen"));
        diff("Nobody").statusCode(400).body("problem", containsString("dataset must be 1 to 63 lower-case letters"));
        RestAssured.given()
                .get("/datasets/nobody/diff?from=Jane Doe")
                .then()
                .statusCode(400)
                .body("problem", containsString("from must be 1 to 63"))
                .body("problem", not(containsString("Jane")));
    }

    private LabelChecked standing(String imageId) {
        return Objects.requireNonNull(checked("settled").get(imageId));
    }

    /** A reader's label answers a doubt. */
    private void label(
            String imageId, String annotator, String label, @Nullable Role role, @Nullable Boolean withdrawn) {
        var event = new LabelSubmitted(
                "settled",
                imageId,
                label,
                annotator,
                Instant.now(),
                role,
                role == Role.READER ? "labels-1" : null,
                withdrawn);
        topics.send(Topics.LABELS_SUBMITTED, event.key(), event);
    }

    @Test
    void whatCannotBeFrozenIsRefusedWithItsReason() {
        RestAssured.given()
                .contentType("application/json")
                .body("{}")
                .post("/datasets/nobody/freeze")
                .then()
                .statusCode(404)
                .body("problem", containsString("nobody"));
        RestAssured.given()
                .contentType("application/json")
                .body("{\"side\": \"wide\"}")
                .post("/datasets/nobody/freeze")
                .then()
                .statusCode(400);
        RestAssured.given().get("/datasets/nobody").then().statusCode(404);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> RestAssured.given().get("/q/health/ready").then().statusCode(200));
    }

    private DatasetFrozen freeze(String dataset) throws MalformedEventException {
        return freeze(dataset, "{}");
    }

    private DatasetFrozen freeze(String dataset, String request) throws MalformedEventException {
        byte[] body = RestAssured.given()
                .contentType("application/json")
                .body(request)
                .post("/datasets/" + dataset + "/freeze")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        return EventCodec.read(body, DatasetFrozen.class);
    }

    private Map<String, LabelChecked> checked(String dataset) {
        Map<String, LabelChecked> last = new HashMap<>();
        topics.read(Topics.LABELS_CHECKED, LabelChecked.class).stream()
                .filter(event -> event.dataset().equals(dataset))
                .forEach(event -> last.put(event.imageId(), event));
        return last;
    }

    private void put(String key, byte[] bytes) {
        store.put(Bucket.STUDIES, key, bytes, "image/png");
    }

    private void publish(StudyPublished study) {
        topics.send(Topics.STUDIES_PUBLISHED, study.studyId(), study);
    }

    private static StudyPublished study(String studyId, String dataset, List<StudyImage> images) {
        return new StudyPublished(studyId, dataset, "DX", "patient-" + studyId, null, images, Instant.now());
    }

    /** Images of patients that nobody named: those of one would have to be in one split. */
    private static StudyPublished ofMany(String studyId, String dataset, List<StudyImage> images) {
        return new StudyPublished(studyId, dataset, "DX", null, null, images, Instant.now());
    }

    private static StudyImage image(String key, @Nullable String label, @Nullable Split split) {
        return new StudyImage(key, label, split);
    }
}
