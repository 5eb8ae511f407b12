package org.equipoise.ingest.kafka;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Gives a record of Kafka Streams the key, value and headers that it goes out with. */
final class OutgoingWriter extends ContextualProcessor<byte[], OutgoingRecord, byte[], byte[]> {

    @Override
    public void process(Record<byte[], OutgoingRecord> record) {
        OutgoingRecord out = record.value();
        context().forward(new Record<>(out.key(), out.value(), record.timestamp(), new RecordHeaders(out.headers())));
    }
}
