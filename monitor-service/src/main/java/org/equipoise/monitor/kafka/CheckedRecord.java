package org.equipoise.monitor.kafka;

import org.jspecify.annotations.Nullable;

/** A record's value with the key it belongs under, which is absent for a dead letter. Owns its bytes. */
final class CheckedRecord {

    private final @Nullable String key;
    private final byte @Nullable [] value;

    CheckedRecord(@Nullable String key, byte @Nullable [] value) {
        this.key = key;
        this.value = value;
    }

    boolean deadLetter() {
        return key == null;
    }

    @Nullable String key() {
        return key;
    }

    byte @Nullable [] value() {
        return value;
    }
}
