package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.PoisonRecords;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.embedded.EmbeddedKafka;
import org.equipoise.local.embedded.Ports;
import org.equipoise.monitor.deadletters.DeadLetters;
import org.equipoise.monitor.lag.GroupLag;
import org.equipoise.monitor.watch.Fixtures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What reads topics beside Kafka Streams, each with a broker and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FollowersIT {

    private EmbeddedKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), Ports.free(), Ports.free());
        kafka.createTopics();
        producer = new KafkaProducer<>(config(Map.of()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    void stop() {
        producer.close();
        kafka.close();
    }

    private Map<String, Object> config(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", kafka.bootstrapServers());
        return config;
    }

    @Test
    void aMalformedRecordOfAFollowedTopicIsOneLetterOverAnyNumberOfRestarts() throws Exception {
        Map<Origin, String> malformed = new HashMap<>();
        var counted = new ArrayList<String>();
        for (int start = 0; start < 3; start++) {
            for (String topic : FollowedTopics.TYPES.keySet()) {
                malformed.put(send(topic, "k" + start, "{ no event"), topic);
                if (!Topics.isDeletedFrom(topic)) {
                    malformed.put(send(topic, "l" + start, null), topic);
                }
            }
            send(
                    Topics.ALERTS_SILENCED,
                    "good" + start,
                    new String(EventCodec.write(Fixtures.silence(null, 10)), StandardCharsets.UTF_8));
            try (var followed =
                    new FollowedTopics(kafka.bootstrapServers(), new LastResort(counted::add), Clock.systemUTC())) {
                followed.start();
                waiting().untilAsserted(() -> assertThat(letters().keySet()).isEqualTo(malformed.keySet()));
            }
        }

        assertThat(letters())
                .allSatisfy((origin, reasons) ->
                        assertThat(reasons).as("%s", origin).hasSize(1));
        assertThat(counted).isEmpty();
    }

    private Map<Origin, List<String>> letters() {
        Map<Origin, List<String>> letters = new HashMap<>();
        FollowedTopics.TYPES
                .keySet()
                .forEach(topic -> letters.putAll(PoisonRecords.letters(kafka.bootstrapServers(), topic)));
        return letters;
    }

    @Test
    void whoCountsDeadLettersGoesOnAfterAFailureOfAnyKindAndCountsRecords() throws Exception {
        String topic = Topics.deadLetters(Topics.STUDIES_PUBLISHED);
        var config = config(Map.of("transactional.id", "letters"));
        try (var writer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            writer.initTransactions();
            for (int n = 0; n < 3; n++) {
                writer.beginTransaction();
                writer.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {2}));
                writer.commitTransaction();
            }
        }
        var failures = new AtomicInteger(2);
        var counts = new DeadLetters(List.of(topic));
        try (var watcher = new DeadLetterWatcher(kafka.bootstrapServers(), List.of(topic), counts, () -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("a failure that this test asked for");
            }
        })) {
            watcher.start();
            waiting().untilAsserted(() -> assertThat(failures.get()).isNegative());
            send(topic, "k", "v");

            waiting().untilAsserted(() -> assertThat(counts.count(topic)).isEqualTo(4));
        }
    }

    /** Seven records in as many transactions, four of them done with: three wait, whatever the offsets are. */
    @Test
    void theLagCountsRecordsAndNotWhatTransactionsLeaveBetweenThem() {
        String topic = Topics.TRAINING_REQUESTED;
        var transactional = config(Map.of("transactional.id", "lag"));
        try (var writer = new KafkaProducer<>(transactional, new ByteArraySerializer(), new ByteArraySerializer())) {
            writer.initTransactions();
            for (int n = 0; n < 7; n++) {
                writer.beginTransaction();
                writer.send(new ProducerRecord<>(topic, 0, new byte[] {1}, new byte[] {(byte) n}));
                writer.commitTransaction();
            }
        }
        var config = config(Map.of(
                "group.id",
                "trainer-train",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "isolation.level",
                "read_committed",
                "max.poll.records",
                1));
        try (var lag = new ConsumerLag(kafka.bootstrapServers(), List.of("trainer-train", "no-such-group"));
                var reader = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            reader.subscribe(List.of(topic));
            // Has read one and is not done with it: nothing is committed yet, and all of them wait.
            waiting().until(() -> !reader.poll(Duration.ofMillis(100)).isEmpty());
            waiting().untilAsserted(() -> assertThat(of(lag, topic).waiting()).isEqualTo(7));

            for (int done = 1; done <= 7; done++) {
                reader.commitSync();
                assertThat(of(lag, topic).waiting()).as("%d done", done).isEqualTo(7 - done);
                if (done < 7) {
                    waiting().until(() -> !reader.poll(Duration.ofMillis(100)).isEmpty());
                }
            }
            assertThat(lag.look()).extracting(GroupLag::group).containsOnly("trainer-train");
        }
    }

    private static GroupLag of(ConsumerLag lag, String topic) {
        return lag.look().stream()
                .filter(one -> one.topic().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private Origin send(String topic, String key, @org.jspecify.annotations.Nullable String value) throws Exception {
        var record = new ProducerRecord<>(
                topic,
                key.getBytes(StandardCharsets.UTF_8),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        var at = producer.send(record).get();
        return new Origin(at.topic(), at.partition(), at.offset());
    }

    private static ConditionFactory waiting() {
        return await().atMost(Duration.ofSeconds(60));
    }
}
