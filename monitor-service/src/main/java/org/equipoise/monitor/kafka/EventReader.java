package org.equipoise.monitor.kafka;

import java.util.function.ToIntFunction;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.MalformedEventException;

/**
 * Checks that the bytes of a record are the event its topic promises. A record that is not keeps its key, value and
 * headers, gets the headers of a dead letter, and is marked as one.
 */
final class EventReader<T> extends ContextualProcessor<byte[], byte[], byte[], CheckedRecord<T>> {

    private final Class<T> type;
    private final ToIntFunction<T> place;

    /** @param place the partition in which an event is at home */
    EventReader(Class<T> type, ToIntFunction<T> place) {
        this.type = type;
        this.place = place;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        try {
            T event = EventCodec.read(record.value(), type);
            boolean home = context().taskId().partition() == place.applyAsInt(event);
            context().forward(record.withValue(new CheckedRecord<>(event, home, record.value())));
        } catch (MalformedEventException e) {
            var headers = new RecordHeaders(record.headers());
            context()
                    .recordMetadata()
                    .ifPresent(at -> EventHeaders.deadLetter(
                                    at.topic(), at.partition(), at.offset(), String.valueOf(e.getMessage()))
                            .forEach(headers::add));
            context()
                    .forward(record.withValue(new CheckedRecord<T>(null, false, record.value()))
                            .withHeaders(headers));
        }
    }
}
