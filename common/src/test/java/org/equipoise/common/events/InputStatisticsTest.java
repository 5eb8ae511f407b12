package org.equipoise.common.events;

import java.nio.charset.StandardCharsets;

import org.equipoise.common.events.PredictionMade.InputStatistics;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InputStatisticsTest {

    /** One of them would spoil every mean that it is added to, for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"\"NaN\"", "\"Infinity\"", "1e999", "-1", "255.5", "1e300"})
    void whatIsNoGreyValueIsRefused(String number) {
        for (String json : new String[] {
            "{\"mean\":" + number + ",\"standardDeviation\":1}", "{\"mean\":1,\"standardDeviation\":" + number + "}"
        }) {
            assertThatThrownBy(() -> EventCodec.read(json.getBytes(StandardCharsets.UTF_8), InputStatistics.class))
                    .as(json)
                    .isInstanceOf(MalformedEventException.class);
        }
    }

    @Test
    void blackAndWhiteAreGreyValues() {
        assertThat(new InputStatistics(0, 0).mean()).isZero();
        assertThat(new InputStatistics(255, 127.5).mean()).isEqualTo(255);
    }
}
