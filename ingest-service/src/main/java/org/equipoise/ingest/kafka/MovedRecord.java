package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.equipoise.common.messaging.EventCodec;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event anew on its way to the task that keeps its image, with a word of where it came from. Anew, because
 * the record itself may be larger than what the broker takes from us: it was compressed, or had long unknown fields or
 * headers.
 */
final class MovedRecord extends ContextualProcessor<byte[], Step.Arrival, byte[], byte[]> {

    private static final String TOPIC = "moved-topic";
    private static final String PARTITION = "moved-partition";
    private static final String OFFSET = "moved-offset";

    @Override
    public void process(Record<byte[], Step.Arrival> record) {
        Step.Arrival arrival = record.value();
        var headers = new RecordHeaders();
        headers.add(TOPIC, utf8(arrival.origin().topic()));
        headers.add(PARTITION, utf8(Integer.toString(arrival.origin().partition())));
        headers.add(OFFSET, utf8(Long.toString(arrival.origin().offset())));
        context()
                .forward(new Record<>(
                        utf8(arrival.key()), EventCodec.write(arrival.event()), record.timestamp(), headers));
    }

    /** Where a record of {@code topic} lay before it was moved; empty for one that was not. */
    static Optional<Origin> origin(Headers headers, String topic) {
        String partition = text(headers.lastHeader(PARTITION));
        String offset = text(headers.lastHeader(OFFSET));
        if (!topic.equals(text(headers.lastHeader(TOPIC))) || partition == null || offset == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Origin(topic, Integer.parseInt(partition), Long.parseLong(offset)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String text(@Nullable Header header) {
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
