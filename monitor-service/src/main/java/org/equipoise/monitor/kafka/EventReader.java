package org.equipoise.monitor.kafka;

import java.time.Instant;
import java.util.function.ToIntFunction;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.equipoise.common.events.Dated;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;

/**
 * Checks that the bytes of a record are the event its topic promises, that its times are believable, and that it is
 * small enough to be passed on. What is not becomes a dead letter.
 */
final class EventReader<T extends Dated> extends ContextualProcessor<byte[], byte[], byte[], CheckedRecord<T>> {

    /** A record that is passed on gets another key and other headers, and must still be one that Kafka takes. */
    static final int MOST_VALUE_BYTES = 800_000;

    private final String topic;
    private final Class<T> type;
    private final ToIntFunction<T> place;
    private final boolean homeStays;
    private final LastResort lastResort;

    /**
     * @param place the partition in which an event is at home
     * @param homeStays whether what is at home does not take the way over a topic by model
     */
    EventReader(String topic, Class<T> type, ToIntFunction<T> place, boolean homeStays, LastResort lastResort) {
        this.topic = topic;
        this.type = type;
        this.place = place;
        this.homeStays = homeStays;
        this.lastResort = lastResort;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Origin origin = Origins.of(topic, context(), record.headers());
        CheckedRecord<T> checked =
                lastResort.of(origin, () -> check(record, origin), reason -> refused(record, origin, reason));
        Record<byte[], CheckedRecord<T>> read = record.withValue(checked);
        boolean stays = checked.refused() || (homeStays && checked.home());
        context().forward(stays ? read : read.withHeaders(Origins.along(record.headers(), origin)));
    }

    private CheckedRecord<T> check(Record<byte[], byte[]> record, Origin origin) {
        try {
            T event = EventCodec.read(
                    record.value(), type, Instant.ofEpochMilli(context().currentSystemTimeMs()));
            byte[] value = record.value();
            if (value.length > MOST_VALUE_BYTES) {
                // It was compressed, or has fields that nobody knows: what is passed on is the event alone.
                value = EventCodec.write(event);
            }
            return value.length > MOST_VALUE_BYTES
                    ? refused(record, origin, "an event of " + value.length + " bytes, at most " + MOST_VALUE_BYTES)
                    : CheckedRecord.of(event, context().taskId().partition() == place.applyAsInt(event), value);
        } catch (MalformedEventException e) {
            return refused(record, origin, String.valueOf(e.getMessage()));
        }
    }

    private CheckedRecord<T> refused(Record<byte[], byte[]> record, Origin origin, String reason) {
        return CheckedRecord.refused(DeadLetter.of(origin, record.key(), record.value(), record.headers(), reason));
    }
}
