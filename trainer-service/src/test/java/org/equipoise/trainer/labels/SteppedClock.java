package org.equipoise.trainer.labels;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Goes on by one step whenever it is asked. */
final class SteppedClock extends Clock {

    static final Instant BEGIN = Instant.parse("2026-11-23T08:00:00Z");

    private final Duration step;
    private Instant now = BEGIN;

    SteppedClock(Duration step) {
        this.step = step;
    }

    /** How far it has come. */
    Duration gone() {
        return Duration.between(BEGIN, now);
    }

    @Override
    public Instant instant() {
        now = now.plus(step);
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a stepped clock has one zone");
    }
}
