package org.equipoise.bench.monitor;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.equipoise.local.client.QuietLimit;

/**
 * How far the monitor's transactions have come in a topic that it reads, and in the one where it sorts the records by
 * model. Asks the broker, so that what is measured does not have to answer as well.
 */
final class ConsumedOffsets implements AutoCloseable {

    private static final String GROUP = "monitor-service";
    private static final Duration EVERY = Duration.ofMillis(20);

    private final Admin admin;
    private final String read;
    private final String sorted;

    ConsumedOffsets(String bootstrapServers, String topic) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        read = topic;
        sorted = GROUP + "-" + topic + "-by-model-repartition";
    }

    /** Records read and committed so far; watched, too, where they lie where their model is watched. */
    long watched() {
        return committed(read);
    }

    private long committed(String topic) {
        long sum = 0;
        for (OffsetAndMetadata offset : offsets(topic).values()) {
            sum += offset == null ? 0 : offset.offset();
        }
        return sum;
    }

    private boolean drained() {
        // A transaction's mark behind the last record is nobody's to read.
        return committed(read) >= end(read)
                && committed(sorted) >= end(sorted) - offsets(sorted).size();
    }

    private long end(String topic) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        offsets(topic).keySet().forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        return asked(admin.listOffsets(asked).all()).values().stream()
                .mapToLong(offset -> offset.offset())
                .sum();
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(String topic) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                asked(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
        Map<TopicPartition, OffsetAndMetadata> ours = new HashMap<>();
        Objects.requireNonNull(
                        asked(admin.describeTopics(List.of(topic)).allTopicNames())
                                .get(topic),
                        topic)
                .partitions()
                .forEach(info -> {
                    var partition = new TopicPartition(topic, info.partition());
                    ours.put(partition, committed.get(partition));
                });
        return ours;
    }

    private <T> T asked(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not say how far " + GROUP + " is in " + read, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * Waits until everything published is watched.
     *
     * @param patience how long nothing may move
     */
    void await(Duration patience) {
        var limit = new QuietLimit(patience);
        while (!drained()) {
            long now = watched();
            if (!limit.moved(now) && limit.passed()) {
                throw new IllegalStateException("the monitor rests at " + now + " of " + end(read) + " records of "
                        + read + " for " + patience.toSeconds() + " s");
            }
            try {
                Thread.sleep(EVERY.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
