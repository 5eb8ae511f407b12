package org.equipoise.common.events;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares events with the bytes that other systems see. */
final class Wire {

    private Wire() {}

    /** The event's bytes are this JSON in this order, white space aside, and read back as an equal event. */
    static void pins(Record event, String json) throws JsonProcessingException, MalformedEventException {
        byte[] bytes = EventCodec.write(event);

        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(compact(json));
        assertThat((Record) EventCodec.read(bytes, event.getClass())).isEqualTo(event);
    }

    private static String compact(String json) throws JsonProcessingException {
        return EventCodec.mapper().readTree(json).toString();
    }
}
