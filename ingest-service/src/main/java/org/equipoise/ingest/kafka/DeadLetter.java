package org.equipoise.ingest.kafka;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a dead letter within what the broker takes: a record just under the limit would be over it with the headers
 * that say why it died, and would then be tried again for ever.
 */
final class DeadLetter {

    /** Kafka's default limit of a record is 1 MiB, headers included. */
    static final int MAX_VALUE_BYTES = 1_000_000;

    private static final int MAX_REASON_CHARACTERS = 2000;

    private DeadLetter() {}

    /** The value, cut off at the limit. */
    static byte @Nullable [] value(byte @Nullable [] value) {
        return value == null || value.length <= MAX_VALUE_BYTES ? value : Arrays.copyOf(value, MAX_VALUE_BYTES);
    }

    /** The reason, cut off too, with a word on what is missing of the value. */
    static String reason(String reason, byte @Nullable [] value) {
        String cut = value == null || value.length <= MAX_VALUE_BYTES
                ? ""
                : " (the first " + MAX_VALUE_BYTES + " of " + value.length + " bytes are kept)";
        return reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARACTERS)) + cut;
    }
}
