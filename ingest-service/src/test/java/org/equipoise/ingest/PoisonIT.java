package org.equipoise.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
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
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.PoisonRecords;
import org.equipoise.common.messaging.PoisonRecords.Good;
import org.equipoise.common.messaging.PoisonRecords.Poison;
import org.equipoise.common.messaging.TopicReader;
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

    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    ObjectStore store;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    @SuppressWarnings("NullAway.Init")
    String bootstrapServers;

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
        declare("poison-images");
        List<Poison> poisons = PoisonRecords.to(Topics.IMAGES_INGESTED, name -> arrival("poison-images", name))
                .keyMatters()
                .withEnumAt("split")
                .all();
        poisons.forEach(poison -> send(Topics.LABELS_SUBMITTED, label("poison-images", poison.name())));
        send(Topics.LABELS_SUBMITTED, label("poison-images", "last"));

        Map<Origin, Poison> sent = send(poisons);
        send(Topics.IMAGES_INGESTED, arrival("poison-images", "last"));

        standings("poison-images", sent);
        letters(sent);
    }

    @Test
    void labels() {
        declare("poison-labels");
        List<Poison> poisons = PoisonRecords.to(Topics.LABELS_SUBMITTED, name -> label("poison-labels", name))
                .keyMatters()
                .all();
        poisons.forEach(poison -> send(Topics.IMAGES_INGESTED, arrival("poison-labels", poison.name())));
        send(Topics.IMAGES_INGESTED, arrival("poison-labels", "last"));

        Map<Origin, Poison> sent = send(poisons);
        send(Topics.LABELS_SUBMITTED, label("poison-labels", "last"));

        standings("poison-labels", sent);
        letters(sent);
    }

    @Test
    void declarations() {
        Function<String, Good> good =
                name -> new Good("declared-" + name, new DatasetDeclared("declared-" + name, LABELS, Instant.now()));

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
        declare("poison-counts");
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
        Set<String> ids = new HashSet<>();
        try (var reader = new TopicReader(bootstrapServers, List.of(topic))) {
            reader.readToEnd(record -> {
                try {
                    ids.add(id.apply(EventCodec.read(record.value(), type)));
                } catch (MalformedEventException e) {
                    // One of those that were sent.
                }
            });
        }
        return ids;
    }

    private Map<Origin, Poison> send(List<Poison> poisons) {
        return PoisonRecords.send(bootstrapServers, poisons);
    }

    private void declare(String dataset) {
        send(Topics.DATASETS_DECLARED, new Good(dataset, new DatasetDeclared(dataset, LABELS, Instant.now())));
    }

    private void send(String topic, Good good) {
        Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", bootstrapServers));
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            assertThat(producer.send(new ProducerRecord<>(topic, good.key(), EventCodec.write(good.event()))))
                    .succeedsWithin(10, TimeUnit.SECONDS);
        }
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
