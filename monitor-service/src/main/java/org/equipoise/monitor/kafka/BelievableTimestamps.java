package org.equipoise.monitor.kafka;

import java.time.Clock;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of a record, or now where it is none: a negative one ends a thread of Kafka Streams, and one of the future
 * is refused by the broker when the record is passed on. Nothing but the order in which partitions are read depends on
 * it.
 */
final class BelievableTimestamps implements TimestampExtractor {

    private final Clock clock;

    BelievableTimestamps(Clock clock) {
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        long now = clock.millis();
        return record.timestamp() < 0 || record.timestamp() > now ? now : record.timestamp();
    }
}
