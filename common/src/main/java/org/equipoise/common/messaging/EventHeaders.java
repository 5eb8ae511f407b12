package org.equipoise.common.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The headers of a record: CloudEvents 1.0 in Kafka's binary mode, and those of a dead letter. */
public final class EventHeaders {

    /** The header of an event's id. */
    public static final String ID = "ce_id";

    private EventHeaders() {}

    /**
     * CloudEvents attributes of an event published on {@code topic}.
     *
     * @param id unique for the source; redelivery keeps it
     * @param source e.g. {@code equipoise/ingest-service}
     */
    public static List<Header> cloudEvent(String topic, String id, String source, Instant time) {
        return List.of(
                header("ce_specversion", "1.0"),
                header("ce_type", "org.equipoise." + topic),
                header("ce_source", source),
                header(ID, id),
                header("ce_time", time.toString()),
                header("content-type", "application/json"));
    }

    /** Why a record became a dead letter, under the names that SmallRye's dead-letter queue uses too. */
    public static List<Header> deadLetter(String topic, int partition, long offset, String reason) {
        return List.of(
                header("dead-letter-reason", reason),
                header("dead-letter-topic", topic),
                header("dead-letter-partition", Integer.toString(partition)),
                header("dead-letter-offset", Long.toString(offset)));
    }

    private static Header header(String key, String value) {
        return new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
