package org.equipoise.monitor.kafka;

import org.equipoise.common.messaging.DeadLetter;
import org.jspecify.annotations.Nullable;

/** A record's value beside the event it holds, or the dead letter that it became. Owns its bytes. */
final class CheckedRecord<T> {

    private final @Nullable T event;
    private final boolean home;
    private final byte @Nullable [] value;
    private final @Nullable DeadLetter letter;

    private CheckedRecord(@Nullable T event, boolean home, byte @Nullable [] value, @Nullable DeadLetter letter) {
        this.event = event;
        this.home = home;
        this.value = value;
        this.letter = letter;
    }

    /** @param home whether the record lies where its model is watched */
    static <T> CheckedRecord<T> of(T event, boolean home, byte @Nullable [] value) {
        return new CheckedRecord<>(event, home, value, null);
    }

    static <T> CheckedRecord<T> refused(DeadLetter letter) {
        return new CheckedRecord<>(null, false, null, letter);
    }

    boolean refused() {
        return letter != null;
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

    @Nullable DeadLetter letter() {
        return letter;
    }
}
