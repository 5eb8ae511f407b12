package org.equipoise.monitor.console.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.versions.Manifests;
import org.equipoise.local.testing.StackResource;
import org.equipoise.monitor.app.Outside;
import org.equipoise.security.testing.Secured;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

/** What the console says of two versions, from their manifests, and of one that was deleted. */
@QuarkusTest
@TestProfile(Secured.class)
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = Outside.class, scope = TestResourceScope.GLOBAL)
class DatasetDiffIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BEFORE = "aaaaaaaaaaaa";
    private static final String AFTER = "bbbbbbbbbbbb";

    private final String bootstrapServers;
    private final ObjectStore objects;

    @Inject
    DatasetDiffIT(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, ObjectStore objects) {
        this.bootstrapServers = bootstrapServers;
        this.objects = objects;
    }

    @Test
    void whatDiffersIsCountedByClassUntilAVersionIsDeleted() {
        objects.createBuckets();
        freeze(
                BEFORE,
                1,
                List.of(
                        Manifests.entry(1, "none", Split.TRAIN),
                        Manifests.entry(2, "none", Split.TRAIN),
                        Manifests.entry(3, "benign", Split.TEST)));
        freeze(
                AFTER,
                2,
                List.of(
                        Manifests.entry(1, "none", Split.TRAIN),
                        Manifests.entry(2, "benign", Split.TRAIN),
                        Manifests.entry(4, "none", Split.VALIDATION)));
        await().atMost(PATIENCE)
                .untilAsserted(() -> ask("/datasets/compared/diff").then().statusCode(200));

        ask("/datasets/compared/diff?from=" + BEFORE + "&to=" + AFTER)
                .then()
                .statusCode(200)
                .body("unchanged", equalTo(1))
                .body("added.counts[0].label", equalTo("none"))
                .body("added.total", equalTo(1))
                .body("removed.counts[0].label", equalTo("benign"))
                .body("relabelled.counts[0].to", equalTo("benign"));
        ask("/datasets/compared/diff?from=" + AFTER + "&to=" + AFTER).then().statusCode(400);
        ask("/datasets/compared/diff?from=Nobody")
                .then()
                .statusCode(400)
                .body("problem", not(containsString("Nobody")));
        ask("/datasets/nobody/diff").then().statusCode(404);
        send("compared/" + BEFORE, null);

        await().atMost(PATIENCE)
                .untilAsserted(() -> ask("/datasets/compared/diff").then().statusCode(404));
    }

    private static Response ask(String path) {
        return RestAssured.given().header("X-API-Key", Secured.VIEWER).get(path);
    }

    private void freeze(String version, int second, List<ManifestEntry> entries) {
        String key = ObjectKeys.manifest("compared", version);
        objects.put(
                Bucket.DATASETS, key, Manifests.text(entries).getBytes(StandardCharsets.UTF_8), "application/x-ndjson");
        var frozen = new DatasetFrozen(
                "compared",
                version,
                version.repeat(5),
                key,
                Manifests.LABELS,
                "DX",
                new InputShape(16, 16, 1),
                Map.of(
                        Split.TRAIN,
                        counts(entries, Split.TRAIN),
                        Split.VALIDATION,
                        counts(entries, Split.VALIDATION),
                        Split.TEST,
                        counts(entries, Split.TEST)),
                List.of(),
                List.of(),
                Instant.parse("2026-03-01T08:00:00Z").plusSeconds(second),
                null,
                null);
        send(frozen.key(), EventCodec.write(frozen));
    }

    private static ClassDistribution counts(List<ManifestEntry> entries, Split split) {
        return new ClassDistribution(Manifests.LABELS.classes().stream()
                .map(label -> entries.stream()
                        .filter(entry -> entry.split() == split && entry.label().equals(label))
                        .count())
                .toList());
    }

    private void send(String key, byte @Nullable [] value) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer())) {
            assertThat(producer.send(new ProducerRecord<>(Topics.DATASETS_FROZEN, key, value)))
                    .succeedsWithin(10, TimeUnit.SECONDS);
        }
    }
}
