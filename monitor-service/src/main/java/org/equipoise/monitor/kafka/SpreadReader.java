package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;

/** Reads what was spread by model. It was checked before it was; but perhaps by another release, with other rules. */
final class SpreadReader<T> extends ContextualProcessor<String, byte[], String, CheckedRecord<T>> {

    private final String topic;
    private final Class<T> type;
    private final LastResort lastResort;

    SpreadReader(String topic, Class<T> type, LastResort lastResort) {
        this.topic = topic;
        this.type = type;
        this.lastResort = lastResort;
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Origin origin = Origins.of(topic, context(), record.headers());
        CheckedRecord<T> read =
                lastResort.of(origin, () -> read(record, origin), reason -> refused(record, origin, reason));
        context().forward(record.withValue(read));
    }

    private CheckedRecord<T> read(Record<String, byte[]> record, Origin origin) {
        try {
            return CheckedRecord.of(EventCodec.read(record.value(), type), true, record.value());
        } catch (MalformedEventException e) {
            return refused(record, origin, String.valueOf(e.getMessage()));
        }
    }

    private CheckedRecord<T> refused(Record<String, byte[]> record, Origin origin, String reason) {
        byte[] key = record.key() == null ? null : record.key().getBytes(StandardCharsets.UTF_8);
        return CheckedRecord.refused(DeadLetter.of(origin, key, record.value(), record.headers(), reason));
    }
}
