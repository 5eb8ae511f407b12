package org.equipoise.monitor.kafka;

import org.jspecify.annotations.Nullable;

/** A record's value beside the event it holds; none for a dead letter. Owns its bytes. */
final class CheckedRecord<T> {

    private final @Nullable T event;
    private final boolean home;
    private final byte @Nullable [] value;

    /** @param home whether the record lies where its model is watched */
    CheckedRecord(@Nullable T event, boolean home, byte @Nullable [] value) {
        this.event = event;
        this.home = home;
        this.value = value;
    }

    boolean deadLetter() {
        return event == null;
    }

    boolean home() {
        return event != null && home;
    }

    /** To be sent to where its model is watched. */
    boolean away() {
        return event != null && !home;
    }

    @Nullable T event() {
        return event;
    }

    byte @Nullable [] value() {
        return value;
    }
}
