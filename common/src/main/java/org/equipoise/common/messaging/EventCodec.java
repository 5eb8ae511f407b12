package org.equipoise.common.messaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.equipoise.common.events.Dated;
import org.jspecify.annotations.Nullable;

/** Events to JSON bytes and back, the same way in every service. */
public final class EventCodec {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            // An optional field may be added to an event: yesterday's consumer skips it.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // 1.7 is no count, "3" is no number and 0 is no split: guessing would hide a producer's mistake.
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private EventCodec() {}

    /** A mapper with the same settings, for what is not an event (manifests, model cards, HTTP). */
    public static ObjectMapper mapper() {
        return JSON.copy();
    }

    /** The event's JSON in UTF-8. */
    public static byte[] write(Object event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + event.getClass().getSimpleName(), e);
        }
    }

    /**
     * Reads an event, checking it as its constructor does.
     *
     * @throws MalformedEventException if the bytes are missing, not JSON, or not a valid event of this type
     */
    public static <T> T read(byte @Nullable [] bytes, Class<T> type) throws MalformedEventException {
        if (bytes == null || bytes.length == 0) {
            throw new MalformedEventException("empty record, expected " + type.getSimpleName(), null);
        }
        try {
            T event = JSON.readValue(bytes, type);
            if (event == null) {
                throw new MalformedEventException("JSON null, expected " + type.getSimpleName(), null);
            }
            return event;
        } catch (IOException e) {
            throw new MalformedEventException(
                    "not a valid " + type.getSimpleName() + ": " + MalformedJson.explain(e), e);
        }
    }

    /**
     * Reads an event that comes from outside: as {@link #read(byte[], Class)}, and its times must be believable.
     *
     * @param now by the reader's clock
     * @throws MalformedEventException if it cannot be read, or happened before 2000 or more than a day from now
     */
    public static <T extends Dated> T read(byte @Nullable [] bytes, Class<T> type, Instant now)
            throws MalformedEventException {
        T event = read(bytes, type);
        try {
            event.checkAt(now);
        } catch (IllegalArgumentException e) {
            throw new MalformedEventException("not a valid " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
        return event;
    }
}
