package org.equipoise.monitor.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.equipoise.monitor.lag.GroupLag;
import org.jspecify.annotations.Nullable;

/**
 * How many records wait for each consumer group of the system: what lies between the position that it has committed and
 * the end of what is committed. The marks that transactions leave there are no records, so a short way is read and
 * counted; of a longer one the distance is taken. A group that reads a partition and has committed nothing there begins
 * at its beginning. Not thread-safe.
 */
public final class ConsumerLag implements AutoCloseable {

    /** Offsets up to which the records between are counted one by one. */
    static final int COUNTED = 1000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String bootstrapServers;
    private final Collection<String> groups;
    private final Map<Way, Long> counted = new HashMap<>();
    private @Nullable Admin admin;
    private @Nullable KafkaConsumer<byte[], byte[]> reader;

    /** From a position to an end; records between two such places never change in number. */
    private record Way(TopicPartition partition, long from, long to) {}

    /** Of these groups; one that does not exist has no lag. */
    public ConsumerLag(String bootstrapServers, Collection<String> groups) {
        this.bootstrapServers = bootstrapServers;
        this.groups = List.copyOf(groups);
    }

    /**
     * Looks.
     *
     * @return one for each group and topic that it reads
     * @throws KafkaException if the brokers do not answer
     */
    public List<GroupLag> look() {
        Map<String, Map<TopicPartition, Long>> positions = positions();
        Set<TopicPartition> all =
                positions.values().stream().flatMap(at -> at.keySet().stream()).collect(Collectors.toSet());
        Map<TopicPartition, Long> ends = offsets(all, OffsetSpec.latest());
        Map<TopicPartition, Long> beginnings = offsets(all, OffsetSpec.earliest());
        Map<Way, Long> seen = new HashMap<>();
        List<GroupLag> lags = new ArrayList<>();
        positions.forEach((group, at) -> {
            Map<String, GroupLag> ofTopics = new TreeMap<>();
            at.forEach((partition, committed) -> {
                long from = Math.max(committed, beginnings.getOrDefault(partition, 0L));
                var way = new Way(partition, from, ends.getOrDefault(partition, from));
                long waiting = seen.computeIfAbsent(way, this::waiting);
                ofTopics.merge(
                        partition.topic(),
                        new GroupLag(group, partition.topic(), waiting, Math.max(0, committed)),
                        GroupLag::plus);
            });
            lags.addAll(ofTopics.values());
        });
        counted.clear();
        counted.putAll(seen);
        return lags;
    }

    private Map<String, Map<TopicPartition, Long>> positions() {
        Map<String, ListConsumerGroupOffsetsSpec> asked =
                groups.stream().collect(Collectors.toMap(group -> group, group -> new ListConsumerGroupOffsetsSpec()));
        Map<String, Map<TopicPartition, Long>> positions = new TreeMap<>();
        Map<String, KafkaFuture<ConsumerGroupDescription>> described =
                admin().describeConsumerGroups(groups).describedGroups();
        var committed = admin().listConsumerGroupOffsets(asked);
        for (String group : groups) {
            Map<TopicPartition, Long> at = new HashMap<>();
            assigned(Objects.requireNonNull(described.get(group), group)).forEach(partition -> at.put(partition, -1L));
            Map<TopicPartition, OffsetAndMetadata> known = get(committed.partitionsToOffsetAndMetadata(group));
            known.forEach((partition, offset) -> {
                if (offset != null) {
                    at.put(partition, offset.offset());
                }
            });
            positions.put(group, at);
        }
        return positions;
    }

    private static Set<TopicPartition> assigned(KafkaFuture<ConsumerGroupDescription> described) {
        try {
            return get(described).members().stream()
                    .flatMap(member -> member.assignment().topicPartitions().stream())
                    .collect(Collectors.toSet());
        } catch (org.apache.kafka.common.errors.GroupIdNotFoundException e) {
            return Set.of();
        }
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked = partitions.stream().collect(Collectors.toMap(at -> at, at -> spec));
        var answered = admin().listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition ->
                offsets.put(partition, get(answered.partitionResult(partition)).offset()));
        return offsets;
    }

    private long waiting(Way way) {
        long distance = Math.max(0, way.to() - way.from());
        if (distance == 0 || distance > COUNTED) {
            return distance;
        }
        Long known = counted.get(way);
        return known == null ? count(way) : known;
    }

    /** Reads what lies there; what could not be read in time counts as if it were records. */
    private long count(Way way) {
        KafkaConsumer<byte[], byte[]> consumer = reader();
        consumer.assign(List.of(way.partition()));
        consumer.seek(way.partition(), way.from());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long records = 0;
        long position = way.from();
        while (position < way.to() && System.nanoTime() < deadline) {
            for (var record : consumer.poll(Duration.ofMillis(100))) {
                records += record.offset() < way.to() ? 1 : 0;
            }
            position = consumer.position(way.partition());
        }
        return records + Math.max(0, way.to() - position);
    }

    private Admin admin() {
        Admin open = admin;
        if (open == null) {
            open = Admin.create(Map.of(
                    "bootstrap.servers",
                    bootstrapServers,
                    "request.timeout.ms",
                    (int) PATIENCE.toMillis(),
                    "default.api.timeout.ms",
                    (int) PATIENCE.toMillis()));
            admin = open;
        }
        return open;
    }

    private KafkaConsumer<byte[], byte[]> reader() {
        KafkaConsumer<byte[], byte[]> open = reader;
        if (open == null) {
            Map<String, Object> config = Map.of(
                    "bootstrap.servers",
                    bootstrapServers,
                    "isolation.level",
                    "read_committed",
                    "enable.auto.commit",
                    false,
                    "max.partition.fetch.bytes",
                    1 << 20);
            open = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            reader = open;
        }
        return open;
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("the brokers did not answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(2));
        }
        if (reader != null) {
            reader.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(2)));
        }
    }
}
