package org.equipoise.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.PoisonRecords;
import org.equipoise.common.messaging.PoisonRecords.Good;
import org.equipoise.common.messaging.PoisonRecords.Poison;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.local.testing.StackResource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every kind of bad record to every topic that the service reads, and then a good one. */
@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class PoisonIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ObjectStore store;
    private final String bootstrapServers;
    private final IngestTopics topics;

    @Inject
    PoisonIT(ObjectStore store, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.store = store;
        this.bootstrapServers = bootstrapServers;
        topics = new IngestTopics(bootstrapServers);
    }

    @Test
    void studies() {
        store.put(Bucket.STUDIES, "poison/a.png", PngCodec.encode(TestImages.grey(900)), "image/png");
        Function<String, Good> good = name -> new Good(
                "poison-" + name,
                new StudyPublished(
                        "poison-" + name,
                        "poison",
                        "DX",
                        null,
                        null,
                        List.of(new StudyImage("poison/a.png", "none", Split.TRAIN)),
                        Instant.now()));

        Map<Origin, Poison> sent = send(PoisonRecords.to(Topics.STUDIES_PUBLISHED, good)
                .withEnumAt("images", "0", "split")
                .all());
        send(Topics.STUDIES_PUBLISHED, good.apply("last"));

        Set<String> expected = odd(sent, name -> "poison-" + name);
        expected.add("poison-last");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(read(Topics.IMAGES_INGESTED, ImageIngested.class, event -> event.studyId()))
                                .containsAll(expected));
        letters(sent);
    }

    @Test
    void images() {
        pairs(
                "poison-images",
                Topics.LABELS_SUBMITTED,
                name -> label("poison-images", name),
                PoisonRecords.to(Topics.IMAGES_INGESTED, name -> arrival("poison-images", name))
                        .keyMatters()
                        .withEnumAt("split"));
    }

    @Test
    void labels() {
        pairs(
                "poison-labels",
                Topics.IMAGES_INGESTED,
                name -> arrival("poison-labels", name),
                PoisonRecords.to(Topics.LABELS_SUBMITTED, name -> label("poison-labels", name))
                        .keyMatters());
    }

    /** An image and its label make a standing: one of the two is sent well, the other in every bad way. */
    private void pairs(String dataset, String wellTopic, Function<String, Good> well, PoisonRecords bad) {
        topics.declare(dataset);
        List<Poison> poisons = bad.all();
        poisons.forEach(poison -> send(wellTopic, well.apply(poison.name())));
        send(wellTopic, well.apply("last"));

        Map<Origin, Poison> sent = send(poisons);
        send(bad.topic(), bad.good("last"));

        standings(dataset, sent);
        letters(sent);
    }

    @Test
    void declarations() {
        Function<String, Good> good = name -> new Good(
                "declared-" + name, new DatasetDeclared("declared-" + name, IngestTopics.LABELS, Instant.now()));

        Map<Origin, Poison> sent =
                send(PoisonRecords.to(Topics.DATASETS_DECLARED, good).all());
        send(Topics.DATASETS_DECLARED, good.apply("last"));

        Set<String> expected = odd(sent, name -> "declared-" + name);
        expected.add("declared-last");
        await().atMost(PATIENCE)
                .untilAsserted(() -> expected.forEach(dataset ->
                        RestAssured.given().get("/datasets/" + dataset).then().statusCode(200)));
        letters(sent);
    }

    /** It is followed from its beginning at each start; who keeps a place in it writes the letters. */
    @Test
    void standings() {
        topics.declare("poison-counts");
        Function<String, Good> good = name -> new Good(
                ImageKey.of("poison-counts", PoisonRecords.imageId(name)),
                new LabelChecked(
                        "poison-counts",
                        PoisonRecords.imageId(name),
                        Standing.ACCEPTED,
                        List.of(),
                        "none",
                        0,
                        Split.TRAIN,
                        null,
                        Map.of("ann", "none"),
                        1,
                        Instant.now()));
        Map<Origin, Poison> sent =
                send(PoisonRecords.to(Topics.LABELS_CHECKED, good).withEnumAt("standing").all().stream()
                        // This service wrote what it reads here, and believes its times.
                        .filter(poison -> !poison.kind().startsWith("time in "))
                        .toList());
        send(Topics.LABELS_CHECKED, good.apply("last"));

        int expected = odd(sent, name -> name).size() + 1;
        await().atMost(PATIENCE)
                .untilAsserted(() -> RestAssured.given()
                        .get("/datasets/poison-counts")
                        .then()
                        .statusCode(200)
                        .body("accepted", org.hamcrest.Matchers.greaterThanOrEqualTo(expected)));
        assertThat(PoisonRecords.letters(bootstrapServers, Topics.LABELS_CHECKED))
                .isEmpty();
    }

    private void letters(Map<Origin, Poison> sent) {
        await().atMost(PATIENCE).untilAsserted(() -> PoisonRecords.assertOneLetterEach(bootstrapServers, sent));
        await().atMost(PATIENCE)
                .untilAsserted(() -> RestAssured.given().get("/q/health").then().statusCode(200));
        RestAssured.given()
                .get("/q/metrics")
                .then()
                .body(org.hamcrest.Matchers.matchesRegex(
                        "(?s).*equipoise_records_unforeseen_total\\{topic=\"studies.published\"[^}]*} 0.0.*"))
                .body(org.hamcrest.Matchers.not(org.hamcrest.Matchers.matchesRegex(
                        "(?s).*equipoise_records_unforeseen_total\\{[^}]*} [1-9].*")));
    }

    private void standings(String dataset, Map<Origin, Poison> sent) {
        Set<String> expected = odd(sent, PoisonRecords::imageId);
        expected.add(PoisonRecords.imageId("last"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(read(
                                Topics.LABELS_CHECKED,
                                LabelChecked.class,
                                event -> event.dataset().equals(dataset) ? event.imageId() : ""))
                        .containsAll(expected));
    }

    private static Set<String> odd(Map<Origin, Poison> sent, Function<String, String> id) {
        Set<String> odd = new HashSet<>();
        sent.values().stream()
                .filter(poison -> !poison.malformed())
                .forEach(poison -> odd.add(id.apply(poison.name())));
        return odd;
    }

    private <T> Set<String> read(String topic, Class<T> type, Function<T, String> id) {
        return topics.read(topic, type).stream().map(id).collect(Collectors.toSet());
    }

    private Map<Origin, Poison> send(List<Poison> poisons) {
        return PoisonRecords.send(bootstrapServers, poisons);
    }

    private void send(String topic, Good good) {
        topics.send(topic, good.key(), EventCodec.write(good.event()));
    }

    private static Good label(String dataset, String name) {
        String image = PoisonRecords.imageId(name);
        return new Good(
                ImageKey.of(dataset, image), new LabelSubmitted(dataset, image, "benign", "ann", Instant.now()));
    }

    private static Good arrival(String dataset, String name) {
        String image = PoisonRecords.imageId(name);
        return new Good(ImageKey.of(dataset, image), Arrivals.of(dataset, image));
    }
}
