package org.equipoise.ingest.kafka;

import java.time.InstantSource;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * A record's own time where it makes sense. What is written because of a record, the state's log included, carries its
 * time: a broker takes none that is far in the future, and Kafka Streams none that is negative.
 */
record RecordTime(InstantSource clock) implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        long now = clock.millis();
        if (record.timestamp() >= 0) {
            return Math.min(record.timestamp(), now);
        }
        return partitionTime >= 0 ? Math.min(partitionTime, now) : now;
    }
}
