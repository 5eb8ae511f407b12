package org.equipoise.e2e;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.local.client.StackConnection;
import org.jspecify.annotations.Nullable;

/** Reads whole topics, committed records only. */
final class Events {

    private Events() {}

    /** Every event of a topic that {@code wanted} takes. */
    static <T> List<T> of(StackConnection connection, String topic, Class<T> type, Predicate<T> wanted) {
        List<T> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records(connection, topic)) {
            try {
                T event = EventCodec.read(record.value(), type);
                if (wanted.test(event)) {
                    events.add(event);
                }
            } catch (MalformedEventException e) {
                // Written by a test of bad input.
                continue;
            }
        }
        return events;
    }

    /** Every record of a topic. */
    static List<ConsumerRecord<String, byte[]>> records(StackConnection connection, String topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (TopicReader reader = connection.reader(topic)) {
            reader.readToEnd(records::add);
        }
        return records;
    }

    /** The text of a header, or null. */
    static @Nullable String header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
