package org.equipoise.monitor.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.Dated;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.events.ShardReady;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes the dead letters of the topics that services only follow: each on its own, without a position that is kept, so
 * that none of them could write exactly one letter of a record. This one has a consumer group; a letter and the
 * position behind its record are one transaction. Whoever follows such a topic skips what is malformed. One thread of
 * its own.
 */
public final class FollowedTopics implements AutoCloseable {

    /** The consumer group. */
    public static final String GROUP = "monitor-followed";

    /** What each topic promises. */
    static final Map<String, Class<? extends Dated>> TYPES = Map.of(
            Topics.IMAGES_REJECTED, ImageRejected.class,
            Topics.LABELS_CHECKED, LabelChecked.class,
            Topics.LABELS_SUSPECTED, LabelSuspected.class,
            Topics.DATASETS_FROZEN, DatasetFrozen.class,
            Topics.MODELS_TRAINED, ModelTrained.class,
            Topics.SHARDS_READY, ShardReady.class,
            Topics.TRAINING_PROGRESSED, TrainingProgressed.class,
            Topics.ALERTS_SILENCED, AlertsSilenced.class);

    /** Those that are read. */
    public static final Set<String> TOPICS = TYPES.keySet();

    private static final Logger LOG = Logger.getLogger(FollowedTopics.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final String bootstrapServers;
    private final LastResort lastResort;
    private final Clock clock;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<byte[], byte[]> current;

    /** A reader that does nothing before {@link #start}. */
    public FollowedTopics(String bootstrapServers, LastResort lastResort, Clock clock) {
        this.bootstrapServers = bootstrapServers;
        this.lastResort = lastResort;
        this.clock = clock;
        thread = new Thread(this::run, "followed-topics");
        thread.setDaemon(true);
    }

    /** Begins to read. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                follow();
            } while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Comes back when it is closed, or after a failure: the next one goes on behind the last position committed. */
    private void follow() {
        try (var consumer = new KafkaConsumer<>(consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
            current = consumer;
            producer.initTransactions();
            consumer.subscribe(TOPICS);
            while (closing.getCount() > 0) {
                take(consumer.poll(POLL), consumer, producer);
            }
        } catch (WakeupException e) {
            LOG.debug("topics are no longer followed");
        } catch (RuntimeException e) {
            // Whatever it was: without this thread there would be no letters any more.
            LOG.warnf("followed topics cannot be checked, trying again in %s: cause=%s", PAUSE, e);
        } finally {
            current = null;
        }
    }

    private void take(
            ConsumerRecords<byte[], byte[]> records,
            KafkaConsumer<byte[], byte[]> consumer,
            KafkaProducer<byte[], byte[]> producer) {
        if (records.isEmpty()) {
            return;
        }
        List<DeadLetter> letters = new ArrayList<>();
        records.forEach(record -> letter(record).ifPresent(letters::add));
        Map<TopicPartition, OffsetAndMetadata> positions = records.nextOffsets();
        if (letters.isEmpty()) {
            consumer.commitSync(positions);
            return;
        }
        producer.beginTransaction();
        letters.forEach(letter -> producer.send(letter.record()));
        producer.sendOffsetsToTransaction(positions, consumer.groupMetadata());
        producer.commitTransaction();
    }

    private Optional<DeadLetter> letter(ConsumerRecord<byte[], byte[]> record) {
        var origin = new Origin(record.topic(), record.partition(), record.offset());
        return lastResort.of(origin, () -> malformed(record), reason -> Optional.of(DeadLetter.of(record, reason)));
    }

    private Optional<DeadLetter> malformed(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null && Topics.isDeletedFrom(record.topic())) {
            return Optional.empty();
        }
        try {
            Class<? extends Dated> type = TYPES.get(record.topic());
            if (type != null) {
                EventCodec.read(record.value(), type, clock.instant());
            }
            return Optional.empty();
        } catch (MalformedEventException e) {
            LOG.warnf(
                    "record set aside: topic=%s partition=%d offset=%d reason=%s",
                    record.topic(), record.partition(), record.offset(), e.getMessage());
            return Optional.of(DeadLetter.of(record, String.valueOf(e.getMessage())));
        }
    }

    private Map<String, Object> consumer() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrapServers);
        config.put("group.id", GROUP);
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "earliest");
        // A megabyte each, at worst: a letter is one more.
        config.put("max.poll.records", 200);
        config.put("session.timeout.ms", 10_000);
        config.put("heartbeat.interval.ms", 3_000);
        return config;
    }

    private Map<String, Object> producer() {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                // Of an instance that is gone the consumer group's generation keeps it from writing.
                "transactional.id",
                GROUP + "-" + UUID.randomUUID(),
                "transaction.timeout.ms",
                15_000);
    }

    @Override
    public void close() {
        closing.countDown();
        KafkaConsumer<byte[], byte[]> open = current;
        if (open != null) {
            open.wakeup();
        }
    }
}
