package org.equipoise.ingest.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.messaging.Topics;
import org.equipoise.ingest.orthanc.Turn;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is, of several services, to ask an Orthanc server: that of the one to which Kafka gives the first
 * partition of {@code studies.published} in a consumer group for this server alone. No record is read and no offset
 * kept. A service that dies loses its turn after six seconds. For moments two may think that it is theirs, which does
 * no harm: what is taken twice counts once.
 */
public final class PollingTurn implements Turn {

    private static final Logger LOG = Logger.getLogger(PollingTurn.class);
    private static final String GROUP = "ingest-orthanc-";
    private static final int HASH_DIGITS = 16;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long PAUSE_MILLIS = 2000;
    private static final TopicPartition FIRST = new TopicPartition(Topics.STUDIES_PUBLISHED, 0);

    private final String bootstrapServers;
    private final String group;
    private final Thread thread = new Thread(this::run, "orthanc-turn");
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean ours;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> current;

    /** @param url of the Orthanc server: services that ask another one have turns of their own */
    public PollingTurn(String bootstrapServers, String url) {
        this.bootstrapServers = bootstrapServers;
        this.group = group(url);
    }

    /** The address is of a hospital's network, and a group's name is seen by everybody: a hash of it. */
    static String group(String url) {
        String address = url.endsWith("/") ? url : url + "/";
        return GROUP + Sha256.hex(address).substring(0, HASH_DIGITS);
    }

    /** Asks Kafka in a thread of its own. */
    @Override
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public boolean isOurs() {
        return ours;
    }

    private void run() {
        try {
            do {
                follow();
            } while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Comes back when it is closed, or after a failure. */
    private void follow() {
        try (var consumer = consumer()) {
            current = consumer;
            consumer.subscribe(List.of(Topics.STUDIES_PUBLISHED), new Turns(consumer));
            while (closing.getCount() > 0) {
                consumer.poll(POLL);
            }
        } catch (WakeupException e) {
            // Only close() wakes it up.
            ours = false;
        } catch (RuntimeException e) {
            LOG.warnf("nobody knows whose turn it is to ask Orthanc, asking again: cause=%s", e.getMessage());
        } finally {
            ours = false;
            current = null;
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                group,
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "latest",
                "session.timeout.ms",
                6000,
                "heartbeat.interval.ms",
                2000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Partitions come and go in the thread that polls. */
    private final class Turns implements ConsumerRebalanceListener {

        private final KafkaConsumer<byte[], byte[]> consumer;

        Turns(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(partitions);
            ours |= partitions.contains(FIRST);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            ours &= !partitions.contains(FIRST);
        }
    }

    /** Does not wait for it. */
    @Override
    public void close() {
        ours = false;
        closing.countDown();
        KafkaConsumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }
}
