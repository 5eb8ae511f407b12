package org.equipoise.common.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads whole topics without a consumer group: everything committed so far, or everything and then what comes. One
 * thread owns one reader. Brokers that do not answer end every call with a {@link TimeoutException}, a Kafka exception
 * as every other outage.
 */
public final class TopicReader implements AutoCloseable {

    /** For how long {@link #readToEnd(java.util.function.Consumer)} waits for the next record. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<String, byte[]> consumer;
    private final List<TopicPartition> partitions;

    /** A reader of every partition of these topics, committed records only, positioned at the beginning. */
    public TopicReader(String bootstrapServers, List<String> topics) {
        this(consumer(bootstrapServers), topics);
    }

    TopicReader(Consumer<String, byte[]> consumer, List<String> topics) {
        this.consumer = consumer;
        partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    private static Consumer<String, byte[]> consumer(String bootstrapServers) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Skips what is there: the next {@link #poll} returns records written from now on.
     *
     * @return where that is
     */
    public Map<TopicPartition, Long> seekToEnd() {
        consumer.seekToEnd(partitions);
        return positions();
    }

    /** Goes on where a reader of the same topics stood. */
    public void seek(Map<TopicPartition, Long> positions) {
        positions.forEach(consumer::seek);
    }

    /** The offset of the next record of each partition. */
    public Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
        return positions;
    }

    /** Reads to the end with the patience of {@link #PATIENCE}. */
    public void readToEnd(java.util.function.Consumer<ConsumerRecord<String, byte[]>> handler) {
        readToEnd(PATIENCE, handler);
    }

    /**
     * Hands on every record that was committed before this call, in offset order per partition.
     *
     * @param patience how long to wait for the next record, and for the brokers to say where the end is; a long topic
     *     may take longer in all
     * @throws TimeoutException if nothing came for that long, though the end was not reached
     */
    public void readToEnd(Duration patience, java.util.function.Consumer<ConsumerRecord<String, byte[]>> handler) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, patience);
        long latest = System.nanoTime() + patience.toNanos();
        while (true) {
            Map<TopicPartition, Long> left = new HashMap<>();
            for (TopicPartition partition : partitions) {
                long records = ends.getOrDefault(partition, 0L) - consumer.position(partition, patience);
                if (records > 0) {
                    left.put(partition, records);
                }
            }
            if (left.isEmpty()) {
                return;
            }
            var records = consumer.poll(POLL);
            records.forEach(handler);
            if (!records.isEmpty()) {
                latest = System.nanoTime() + patience.toNanos();
            } else if (System.nanoTime() - latest >= 0) {
                throw new TimeoutException("nothing came for " + patience + ", to be read still: " + left);
            }
        }
    }

    /** Hands on the records that arrive within {@code timeout}; returns as soon as there are some. */
    public void poll(Duration timeout, java.util.function.Consumer<ConsumerRecord<String, byte[]>> handler) {
        consumer.poll(timeout).forEach(handler);
    }

    /** Makes a poll in another thread throw {@link org.apache.kafka.common.errors.WakeupException}. */
    public void wakeup() {
        consumer.wakeup();
    }

    /**
     * Does not wait: a reader leaves no group and commits nothing, and what it asked for last is held back by the
     * brokers for half a second, until something comes.
     */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
