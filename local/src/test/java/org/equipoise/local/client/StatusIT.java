package org.equipoise.local.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Retention;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.S3Settings;
import org.equipoise.local.embedded.EmbeddedKafka;
import org.equipoise.local.embedded.Ports;
import org.equipoise.local.testing.QuietServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What {@code status} says of a real broker, whose transactions leave markers among the records. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusIT {

    private static final TopicPartition SHARDS = new TopicPartition(Topics.SHARDS_READY, 0);
    private static final String DEAD = Topics.deadLetters(Topics.PREDICTIONS_MADE);
    private static final String OLD = Topics.deadLetters(Topics.STUDIES_PUBLISHED);

    private EmbeddedKafka kafka;
    private Admin admin;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        QuietServers.hush();
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), Ports.free(), Ports.free());
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        // As a home of an earlier version has them, one left alone and one with a choice of its owner.
        admin.createTopics(List.of(
                        new NewTopic(OLD, 1, (short) 1),
                        new NewTopic(Topics.STUDIES_PUBLISHED, 3, (short) 1)
                                .configs(Map.of("retention.ms", "1234567"))))
                .all()
                .get();
        kafka.createTopics();
    }

    @AfterAll
    void stop() {
        admin.close();
        kafka.close();
    }

    private StackConnection connection() {
        return new StackConnection(
                kafka.bootstrapServers(), new S3Settings("http://127.0.0.1:9", "a", "b", "r"), Map.of());
    }

    private void transaction(String topic, int records, boolean commit) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("transactional.id", "test-" + topic);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic, 0, "k" + i, new byte[] {1}));
            }
            producer.flush();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private long end(TopicPartition partition) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    @Test
    void recordsAreCountedAndWhatKafkaWritesBetweenThemIsNot() {
        transaction(DEAD, 2, true);
        transaction(DEAD, 5, false);
        transaction(DEAD, 1, true);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(StackStatus.of(connection()).deadLetters())
                        .containsEntry(DEAD, new RecordCount(3, true)));
        assertThat(StackStatus.of(connection()).topics().get(Topics.ALERTS_CHANGED))
                .isEqualTo(new StackStatus.TopicStatus(RecordCount.NONE, Map.of()));
    }

    @Test
    void aGroupThatReadEverythingHasNothingToReadAlthoughAMarkerFollows() throws Exception {
        transaction(Topics.SHARDS_READY, 3, true);
        await().atMost(Duration.ofSeconds(20)).until(() -> end(SHARDS) == 4);

        for (long read : new long[] {0, 2, 3, 4}) {
            admin.alterConsumerGroupOffsets("reader", Map.of(SHARDS, new OffsetAndMetadata(read)))
                    .all()
                    .get();

            var shards = requireNonNull(StackStatus.of(connection()).topics().get(Topics.SHARDS_READY));
            assertThat(shards.records()).isEqualTo(new RecordCount(3, true));
            assertThat(shards.lags()).containsEntry("reader", new RecordCount(Math.max(0, 3 - read), true));
        }
    }

    @Test
    void whereThereAreTooManyToCountTheDistanceIsToldAsOne() throws Exception {
        transaction(Topics.SHARDS_REQUESTED, 4, true);
        var partition = new TopicPartition(Topics.SHARDS_REQUESTED, 0);
        await().atMost(Duration.ofSeconds(20)).until(() -> end(partition) == 5);
        var counts = new RecordCounts(RecordCounts.consumer(kafka.bootstrapServers()), 2, Duration.ofSeconds(10));

        try {
            assertThat(counts.count(Map.of(partition, List.of(0L, 3L, 5L))).get(partition))
                    .containsEntry(0L, new RecordCount(5, false))
                    .containsEntry(3L, new RecordCount(1, true))
                    .containsEntry(5L, RecordCount.NONE);
        } finally {
            counts.close();
        }
        assertThat(new RecordCount(1234, false)).hasToString("at most 1,234");
    }

    @Test
    void aVersionThatWasFrozenAgainIsListedOnce() throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 4; i++) {
                producer.send(new ProducerRecord<>(
                                Topics.DATASETS_FROZEN, "lung", EventCodec.write(EventExamples.datasetFrozen())))
                        .get();
            }
        }

        assertThat(requireNonNull(StackStatus.of(connection()).datasets().get("lung"))
                        .versions())
                .containsExactly(EventExamples.datasetFrozen().version());
    }

    @Test
    void everyTopicSaysHowLongItsRecordsStay() throws Exception {
        assertThat(config(Topics.SHARDS_READY).get("retention.ms").value())
                .isEqualTo(Long.toString(Retention.WORK.toMillis()));
        assertThat(config(DEAD).get("retention.ms").value())
                .isEqualTo(Long.toString(Retention.DEAD_LETTERS.toMillis()));
        assertThat(config(DEAD).get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
        for (String topic : List.of(Topics.PREDICTIONS_MADE, Topics.LABELS_SUBMITTED, Topics.MODELS_DECIDED)) {
            assertThat(config(topic).get("retention.ms").value()).isEqualTo("-1");
        }
    }

    @Test
    void topicsOfAnEarlierVersionAreLimitedUnlessSomebodyChose() throws Exception {
        assertThat(config(OLD).get("retention.ms").value()).isEqualTo(Long.toString(Retention.DEAD_LETTERS.toMillis()));
        assertThat(config(Topics.STUDIES_PUBLISHED).get("retention.ms").value()).isEqualTo("1234567");
    }

    private Config config(String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return requireNonNull(
                admin.describeConfigs(List.of(resource)).all().get().get(resource));
    }
}
