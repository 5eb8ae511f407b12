package org.equipoise.monitor.kafka;

import org.equipoise.common.messaging.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * A record's value beside the event it holds, or the dead letter that it became. Owns its bytes.
 *
 * @param home whether the record lies where its model is watched
 */
record CheckedRecord<T>(
        @Nullable T event,
        boolean home,
        byte @Nullable [] value,
        @Nullable DeadLetter letter) {

    static <T> CheckedRecord<T> of(T event, boolean home, byte[] value) {
        return new CheckedRecord<>(event, home, value, null);
    }

    static <T> CheckedRecord<T> refused(DeadLetter letter) {
        return new CheckedRecord<>(null, false, null, letter);
    }

    boolean refused() {
        return letter != null;
    }

    /** To be sent to where its model is watched. */
    boolean away() {
        return event != null && !home;
    }
}
