package org.equipoise.augment.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.augment.packs.PackFixture;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.ShardRequested;
import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.PoisonRecords;
import org.equipoise.common.messaging.PoisonRecords.Good;
import org.equipoise.common.messaging.PoisonRecords.Poison;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.local.testing.StackResource;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.matchesRegex;

/** Every kind of bad record to the topic that the service reads, and then a good one. */
@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class PoisonIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private final ObjectStore store;

    @Inject
    PoisonIT(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, ObjectStore store) {
        this.bootstrapServers = bootstrapServers;
        this.store = store;
    }

    @Test
    void requests() {
        PackFixture.write(store, "chest", "poison", 0, 16, 0, 1, 0, 1, 1);
        Function<String, Good> good = name -> {
            ShardRequested request = request("poison-" + name);
            return new Good(request.key(), request);
        };

        Map<Origin, Poison> sent = PoisonRecords.send(
                bootstrapServers,
                PoisonRecords.to(Topics.SHARDS_REQUESTED, good)
                        .withEnumAt("sampling")
                        .all());
        Poison last = new Poison(
                "good",
                false,
                "last",
                new org.apache.kafka.clients.producer.ProducerRecord<>(
                        Topics.SHARDS_REQUESTED,
                        good.apply("last").key().getBytes(UTF_8),
                        EventCodec.write(good.apply("last").event())));
        PoisonRecords.send(bootstrapServers, List.of(last));

        Set<String> expected = new HashSet<>(Set.of("poison-last/0/0"));
        sent.values().stream()
                .filter(poison -> !poison.malformed())
                .forEach(poison -> expected.add("poison-" + poison.name() + "/0/0"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ready()).containsAll(expected));
        await().atMost(PATIENCE).untilAsserted(() -> PoisonRecords.assertOneLetterEach(bootstrapServers, sent));
        RestAssured.get("/q/health").then().statusCode(200);
        RestAssured.get("/q/metrics")
                .then()
                .body(matchesRegex(
                        "(?s).*equipoise_records_unforeseen_total\\{topic=\"shards.requested\"[^}]*} 0.0.*"));
    }

    private Set<String> ready() {
        Set<String> keys = new HashSet<>();
        try (var reader = new TopicReader(bootstrapServers, List.of(Topics.SHARDS_READY))) {
            reader.readToEnd(record -> keys.add(record.key()));
        }
        return keys;
    }

    private static ShardRequested request(String runId) {
        return new ShardRequested(
                runId,
                0,
                0,
                4,
                "chest",
                "poison",
                Sampling.NATURAL,
                AugmentationPolicy.NONE,
                List.of(0.75, 1.5),
                7,
                Instant.now());
    }
}
