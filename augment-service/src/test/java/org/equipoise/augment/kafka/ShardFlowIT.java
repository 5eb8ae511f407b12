package org.equipoise.augment.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.augment.packs.PackFixture;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.ShardReady;
import org.equipoise.common.events.ShardRequested;
import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.local.testing.StackResource;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class ShardFlowIT {

    private static final AugmentationPolicy MILD = new AugmentationPolicy(true, false, 10, 0.1, 0.08);

    private final String bootstrapServers;
    private final ObjectStore store;

    @Inject
    ShardFlowIT(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, ObjectStore store) {
        this.bootstrapServers = bootstrapServers;
        this.store = store;
    }

    @Test
    void aRequestBecomesAShardAndWordOfIt() throws Exception {
        PackFixture.write(store, "chest", "v1", 0, 16, 0, 1, 0, 1, 1);

        send(request("run-flow", 1, 2, "v1"));

        ConsumerRecord<String, byte[]> record =
                await(Topics.SHARDS_READY, r -> "run-flow/0/1".equals(r.key())).get(0);
        ShardReady ready = EventCodec.read(record.value(), ShardReady.class);
        assertThat(ready.objectKey()).isEqualTo("run-flow/0/1.npz");
        assertThat(ready.images()).isEqualTo(2);
        assertThat(header(record, "ce_type")).isEqualTo("org.equipoise.shards.ready");
        assertThat(header(record, "ce_source")).isEqualTo("equipoise/augment-service");
        assertThat(Npz.read(store.require(Bucket.SHARDS, ready.objectKey())))
                .containsOnlyKeys("images", "labels", "weights", "sources");
    }

    @Test
    void theSameRequestTwiceGivesTheSameBytesAndWordAgain() throws Exception {
        PackFixture.write(store, "chest", "v2", 0, 16, 0, 1, 0, 1, 1);

        send(request("run-twice", 0, 4, "v2"));
        await(Topics.SHARDS_READY, r -> "run-twice/0/0".equals(r.key()));
        byte[] first = store.require(Bucket.SHARDS, "run-twice/0/0.npz");
        send(request("run-twice", 0, 4, "v2"));

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(all(Topics.SHARDS_READY, r -> "run-twice/0/0".equals(r.key())))
                        .hasSize(2));
        assertThat(store.require(Bucket.SHARDS, "run-twice/0/0.npz")).isEqualTo(first);
    }

    @Test
    void whatCannotBeMadeBecomesADeadLetterAndTheFlowGoesOn() throws Exception {
        PackFixture.write(store, "chest", "v3", 0, 16, 0, 1, 0);

        send("bad-json", "{\"runId\": oops".getBytes(UTF_8));
        send("tombstone", null);
        send(request("run-unknown", 0, 4, "nowhere"));
        send(request("run-behind", 9, 4, "v3"));
        send(request("run-after", 0, 4, "v3"));

        await(Topics.SHARDS_READY, r -> "run-after/0/0".equals(r.key()));
        assertThat(reason("bad-json")).contains("not a valid ShardRequested");
        assertThat(reason("tombstone")).contains("empty record");
        assertThat(reason("run-unknown/0/0")).contains("no frozen dataset chest/nowhere");
        assertThat(reason("run-behind/0/9")).contains("the epoch has only 3");
        ConsumerRecord<String, byte[]> letter =
                await(dead(), r -> "bad-json".equals(r.key())).get(0);
        assertThat(letter.value()).asString(UTF_8).isEqualTo("{\"runId\": oops");
        assertThat(header(letter, "dead-letter-topic")).isEqualTo(Topics.SHARDS_REQUESTED);
    }

    @Test
    void theTrainerHearsWhyAShardCannotBeMadeAndTheRequestIsADeadLetterAllTheSame() throws Exception {
        float[] values = new float[2 * 64];
        Arrays.fill(values, Float.NaN);
        Map<String, NpyArray> arrays =
                Map.of("images", NpyArray.ofFloats(values, 2, 8, 8, 1), "labels", NpyArray.ofInts(new int[] {0, 1}, 2));
        store.put(
                Bucket.DATASETS,
                ObjectKeys.pack("chest", "v5", Split.TRAIN, 0),
                Npz.write(arrays),
                "application/octet-stream");

        send(request("run-nan", 0, 2, "v5"));

        ConsumerRecord<String, byte[]> record =
                await(Topics.SHARDS_READY, r -> "run-nan/0/0".equals(r.key())).get(0);
        ShardReady refused = EventCodec.read(record.value(), ShardReady.class);
        assertThat(refused.refusal()).isEqualTo("pack 0 cannot be used: expected a |u1 array, got <f4");
        assertThat(header(record, "ce_id")).isEqualTo("run-nan/0/0");
        assertThat(store.get(Bucket.SHARDS, refused.objectKey())).isEmpty();
        assertThat(reason("run-nan/0/0")).contains("cannot be made: pack 0 cannot be used");
    }

    @Test
    void itSaysThatItIsReadyAndWhatItDid() throws Exception {
        PackFixture.write(store, "chest", "v4", 0, 16, 0, 1, 0);

        send(request("run-metrics", 0, 4, "v4"));
        await(Topics.SHARDS_READY, r -> "run-metrics/0/0".equals(r.key()));

        RestAssured.get("/q/health/ready").then().statusCode(200).body(containsString("object store"));
        RestAssured.get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("equipoise_augment_shards_total{outcome=\"made\""))
                .body(containsString("equipoise_augment_shards_total{outcome=\"refused\""))
                .body(containsString("equipoise_augment_images_total"))
                .body(containsString("equipoise_augment_shard_duration_seconds_count"))
                .body(containsString("equipoise_augment_packs_size_bytes"));
    }

    private String reason(String key) {
        return header(await(dead(), r -> key.equals(r.key())).get(0), "dead-letter-reason");
    }

    private static String dead() {
        return Topics.deadLetters(Topics.SHARDS_REQUESTED);
    }

    private List<ConsumerRecord<String, byte[]>> await(String topic, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        return Awaitility.await("a record on " + topic)
                .atMost(Duration.ofSeconds(20))
                .until(() -> all(topic, wanted), found -> !found.isEmpty());
    }

    private List<ConsumerRecord<String, byte[]>> all(String topic, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (var reader = new TopicReader(bootstrapServers, List.of(topic))) {
            reader.readToEnd(record -> {
                if (wanted.test(record)) {
                    found.add(record);
                }
            });
        }
        return found;
    }

    private void send(ShardRequested request) throws Exception {
        send(request.key(), EventCodec.write(request));
    }

    private void send(String key, byte @org.jspecify.annotations.Nullable [] value) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.SHARDS_REQUESTED, key, value))
                    .get();
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static ShardRequested request(String runId, int shard, int imagesPerShard, String version) {
        return new ShardRequested(
                runId,
                0,
                shard,
                imagesPerShard,
                "chest",
                version,
                Sampling.NATURAL,
                MILD,
                List.of(0.75, 1.5),
                7,
                Instant.now());
    }
}
