package org.equipoise.common.events;

import java.time.Instant;
import java.util.Collections;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The times in events: none that overflows, and none from outside that cannot be. */
class DatedTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    static Stream<Dated> events() {
        return EventExamples.all().stream().map(Dated.class::cast);
    }

    @ParameterizedTest
    @MethodSource("events")
    void noEventHoldsATimeThatOverflows(Dated event) {
        for (String field : event.happened().keySet()) {
            for (String time :
                    new String[] {"+999999999-12-31T23:59:59Z", "-0001-01-01T00:00:00Z", "2100-01-01T00:00:00Z"}) {
                ObjectNode json = EventCodec.mapper().valueToTree(event);
                json.put(field, time);

                assertThatThrownBy(() -> EventCodec.read(EventCodec.write(json), event.getClass()))
                        .isInstanceOf(MalformedEventException.class)
                        .hasMessageContaining(field + " must be in the years 1970 to 2099");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void millisecondsThatAreReadAsSecondsAreRefused(Dated event) {
        for (String field : event.happened().keySet()) {
            ObjectNode json = EventCodec.mapper().valueToTree(event);
            json.put(field, NOW.toEpochMilli());

            assertThatThrownBy(() -> EventCodec.read(EventCodec.write(json), event.getClass()))
                    .isInstanceOf(MalformedEventException.class)
                    .hasMessageContaining("seconds, not milliseconds");
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void fromOutsideNothingComesFromTheFuture(Dated event) throws MalformedEventException {
        byte[] bytes = EventCodec.write(event);
        Instant latest = Collections.max(event.happened().values());

        assertThat(EventCodec.read(bytes, event.getClass(), latest.minus(Dated.MOST_AHEAD)))
                .isEqualTo(event);
        assertThatThrownBy(() -> EventCodec.read(
                        bytes, event.getClass(), latest.minus(Dated.MOST_AHEAD).minusMillis(1)))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining(" must be from 2000-01-01 to a day ahead of now, got " + latest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"predictedAt", "publishedAt"})
    void fromOutsideNothingComesFromAClockThatWasNeverSet(String field) throws MalformedEventException {
        ObjectNode json = EventCodec.mapper().valueToTree(EventExamples.predictionMade());
        json.put(field, "1970-01-01T00:00:00Z");
        byte[] bytes = EventCodec.write(json);

        assertThat(EventCodec.read(bytes, PredictionMade.class)).isNotNull();
        assertThatThrownBy(() -> EventCodec.read(bytes, PredictionMade.class, NOW))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining(
                        field + " must be from 2000-01-01 to a day ahead of now, got 1970-01-01T00:00:00Z");
    }

    @Test
    void everyEventSaysWhenItHappened() {
        assertThat(events()).allSatisfy(event -> assertThat(event.happened()).isNotEmpty());
    }
}
