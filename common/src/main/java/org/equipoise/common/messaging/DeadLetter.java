package org.equipoise.common.messaging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record that cannot be handled, with the reason, on its way to {@code <topic>.dlq}. Every path to a dead-letter
 * topic goes through here: a record that the broker took can give a letter that it does not take, and would then be
 * tried again for ever. So value, key, headers and reason are cut, together to less than Kafka's default limit of a
 * record (1 MiB with headers), and the reason says what was cut.
 */
public final class DeadLetter {

    /** The value's first bytes are kept. */
    public static final int MOST_VALUE_BYTES = 900_000;

    /** The key's first bytes are kept. */
    public static final int MOST_KEY_BYTES = 4096;

    /** All of the record's own headers are kept, or, above this, none. */
    public static final int MOST_HEADER_BYTES = 16_384;

    /** Of the reason; at most four bytes each. */
    public static final int MOST_REASON_CHARACTERS = 2000;

    private static final String OWN_HEADERS = "dead-letter-";

    private final String topic;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final List<Header> headers;

    private DeadLetter(String topic, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        this.topic = topic;
        this.key = key;
        this.value = value;
        this.headers = headers;
    }

    /** Where a record lies. */
    public record Origin(String topic, int partition, long offset) {}

    /** The letter of a record as a consumer has it. */
    public static DeadLetter of(ConsumerRecord<byte[], byte[]> record, String reason) {
        var origin = new Origin(record.topic(), record.partition(), record.offset());
        return of(origin, record.key(), record.value(), record.headers(), reason);
    }

    /**
     * The letter of a record.
     *
     * @param headers the record's own; those of an earlier dead letter are left out
     */
    public static DeadLetter of(
            Origin origin, byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers, String reason) {
        var said = new StringBuilder(reason.substring(0, Math.min(reason.length(), MOST_REASON_CHARACTERS)));
        List<Header> kept = new ArrayList<>(ownHeaders(headers, said));
        byte[] keptKey = cut(key, MOST_KEY_BYTES, "key", said);
        byte[] keptValue = cut(value, MOST_VALUE_BYTES, "value", said);
        kept.addAll(EventHeaders.deadLetter(origin.topic(), origin.partition(), origin.offset(), said.toString()));
        return new DeadLetter(Topics.deadLetters(origin.topic()), keptKey, keptValue, List.copyOf(kept));
    }

    private static List<Header> ownHeaders(Iterable<Header> headers, StringBuilder said) {
        List<Header> own = new ArrayList<>();
        long bytes = 0;
        for (Header header : headers) {
            if (!header.key().startsWith(OWN_HEADERS)) {
                own.add(header);
                byte[] value = header.value();
                // At most three bytes a character, and what a header costs beside its text.
                bytes += 3L * header.key().length() + (value == null ? 0 : value.length) + 10;
            }
        }
        if (bytes <= MOST_HEADER_BYTES) {
            return own;
        }
        said.append(" (")
                .append(own.size())
                .append(" headers of about ")
                .append(bytes)
                .append(" bytes are not kept)");
        return List.of();
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes, int most, String what, StringBuilder said) {
        if (bytes == null || bytes.length <= most) {
            return bytes;
        }
        said.append(" (of the ").append(what).append(" the first ").append(most).append(" of ");
        said.append(bytes.length).append(" bytes are kept)");
        return Arrays.copyOf(bytes, most);
    }

    /** The dead-letter topic. */
    public String topic() {
        return topic;
    }

    /** The record's key, cut. */
    public byte @Nullable [] key() {
        return key;
    }

    /** The record's value, cut. */
    public byte @Nullable [] value() {
        return value;
    }

    /** The record's headers, then those of {@link EventHeaders#deadLetter}. */
    public List<Header> headers() {
        return headers;
    }

    /** The letter for a producer. */
    public ProducerRecord<byte[], byte[]> record() {
        return new ProducerRecord<>(topic, null, key, value, headers);
    }
}
