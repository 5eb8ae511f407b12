package org.equipoise.local.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Counts records by reading them. Offsets do not count: markers of transactions, aborted records and compacted ones
 * take offsets, too.
 */
final class RecordCounts {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final long mostOffsets;
    private final Duration patience;

    /**
     * @param consumer of committed records, which is assigned to what is counted
     * @param mostOffsets of a partition that are read; where there are more, the distance in offsets is told
     * @param patience with a broker that hands on nothing
     */
    RecordCounts(Consumer<byte[], byte[]> consumer, long mostOffsets, Duration patience) {
        this.consumer = consumer;
        this.mostOffsets = mostOffsets;
        this.patience = patience;
    }

    /** A consumer of committed records, in no group. */
    static Consumer<byte[], byte[]> consumer(String bootstrapServers) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Counts of one partition, from the beginning and from some offsets. */
    private static final class Tally {
        private final long begin;
        private final long end;
        private final Map<Long, Long> counted = new HashMap<>();

        Tally(long begin, long end, SortedSet<Long> from) {
            this.begin = begin;
            this.end = end;
            from.forEach(offset -> counted.put(Math.max(begin, offset), 0L));
        }

        /** From where is read; {@code end} where nothing is. */
        long start(long mostOffsets) {
            return counted.keySet().stream()
                    .filter(offset -> end - offset <= mostOffsets)
                    .min(Long::compare)
                    .orElse(end);
        }

        void add(long offset) {
            counted.replaceAll((from, n) -> offset >= from && offset < end ? n + 1 : n);
        }

        RecordCount from(long offset, long readFrom) {
            long from = Math.max(begin, offset);
            boolean read = from >= readFrom || from >= end;
            return read
                    ? new RecordCount(counted.getOrDefault(from, 0L), true)
                    : new RecordCount(Math.max(0, end - from), false);
        }
    }

    /**
     * Counts the records from some offsets of some partitions to their ends.
     *
     * @param from offsets by partition; one before the first record means the first record
     * @return by partition, then by the given offset
     */
    Map<TopicPartition, Map<Long, RecordCount>> count(Map<TopicPartition, ? extends Collection<Long>> from) {
        List<TopicPartition> partitions = new ArrayList<>(from.keySet());
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Tally> tallies = new HashMap<>();
        Map<TopicPartition, Long> starts = new HashMap<>();
        from.forEach((partition, offsets) -> {
            var tally = new Tally(
                    begins.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L), new TreeSet<>(offsets));
            tallies.put(partition, tally);
            starts.put(partition, tally.start(mostOffsets));
        });
        List<TopicPartition> read = partitions.stream()
                .filter(partition -> starts.getOrDefault(partition, 0L) < ends.getOrDefault(partition, 0L))
                .toList();
        read(read, starts, ends, tallies);
        Map<TopicPartition, Map<Long, RecordCount>> counts = new HashMap<>();
        from.forEach((partition, offsets) -> {
            Map<Long, RecordCount> ofPartition = new HashMap<>();
            Tally tally = java.util.Objects.requireNonNull(tallies.get(partition));
            offsets.forEach(offset ->
                    ofPartition.put(offset, tally.from(offset, starts.getOrDefault(partition, Long.MAX_VALUE))));
            counts.put(partition, ofPartition);
        });
        return counts;
    }

    private void read(
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Tally> tallies) {
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.seek(partition, starts.getOrDefault(partition, 0L)));
        var limit = new QuietLimit(patience);
        while (true) {
            long left = partitions.stream()
                    .mapToLong(
                            partition -> Math.max(0, ends.getOrDefault(partition, 0L) - consumer.position(partition)))
                    .sum();
            if (left == 0) {
                return;
            }
            if (!limit.moved(left) && limit.passed()) {
                throw new ClientException(
                        "Kafka handed on no record for " + patience.toSeconds() + " s while they were counted");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Tally tally = tallies.get(new TopicPartition(record.topic(), record.partition()));
                if (tally != null) {
                    tally.add(record.offset());
                }
            }
        }
    }

    /** Ends the connection. */
    void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
