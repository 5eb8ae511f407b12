package org.equipoise.common.messaging;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogLimitTest {

    private Instant now = Instant.parse("2026-11-23T08:00:00Z");

    @Test
    void aThousandOfAKindInAMinuteAreOneLineAndTheNextOneSaysHowManyThereWere() {
        InstantSource clock = () -> now;
        var limit = new LogLimit(Duration.ofMinutes(1), clock.withZone(ZoneOffset.UTC));

        assertThat(limit.permit("a")).hasValue(0);
        for (int i = 0; i < 999; i++) {
            now = now.plusMillis(50);
            assertThat(limit.permit("a")).isEmpty();
        }
        assertThat(limit.permit("b")).hasValue(0);
        now = now.plusSeconds(60);

        assertThat(limit.permit("a")).hasValue(999);
        assertThat(limit.permit("a")).isEmpty();
    }
}
