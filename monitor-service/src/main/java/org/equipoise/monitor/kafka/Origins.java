package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.DeadLetter.Origin;

/**
 * Where a record lies that a producer wrote, also after it took the way over a topic by model: there, a header says it.
 */
final class Origins {

    /** A dead letter leaves out what begins so. */
    private static final String HEADER = "dead-letter-origin";

    private static final Pattern WHERE = Pattern.compile("(\\d{1,9})/(\\d{1,18})");

    private Origins() {}

    /** @param topic that the producer wrote to */
    static Origin of(String topic, ProcessingContext context, Headers headers) {
        RecordMetadata at = context.recordMetadata().orElse(null);
        if (at == null) {
            return new Origin(topic, context.taskId().partition(), -1);
        }
        // Only where we wrote it ourselves: a producer may write any header.
        Header header = at.topic().equals(topic) ? null : headers.lastHeader(HEADER);
        Matcher said = WHERE.matcher(
                header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8));
        return said.matches()
                ? new Origin(topic, Integer.parseInt(said.group(1)), Long.parseLong(said.group(2)))
                : new Origin(topic, at.partition(), at.offset());
    }

    /** The headers of a record that takes the way over a topic by model: its own, unless they are too many. */
    static Headers along(Headers own, Origin origin) {
        var along = new RecordHeaders();
        long bytes = 0;
        for (Header header : own) {
            bytes += 3L * header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        if (bytes <= DeadLetter.MOST_HEADER_BYTES) {
            own.forEach(along::add);
        }
        along.remove(HEADER);
        along.add(HEADER, (origin.partition() + "/" + origin.offset()).getBytes(StandardCharsets.UTF_8));
        return along;
    }
}
