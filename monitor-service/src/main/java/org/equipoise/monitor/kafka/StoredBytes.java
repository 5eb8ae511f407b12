package org.equipoise.monitor.kafka;

/**
 * A record of a store's changelog is one of Kafka: it has a bound, and what exceeds it would end the thread for ever.
 */
final class StoredBytes {

    /** Less than Kafka's default of a record, by more than a key and headers need. */
    static final int MOST = 1_000_000;

    private StoredBytes() {}

    /** @throws IllegalStateException if it does not fit */
    static byte[] checked(String what, byte[] bytes) {
        if (bytes.length > MOST) {
            throw new IllegalStateException(
                    "what is to be stored of " + what + " has " + bytes.length + " bytes, at most " + MOST + " may be");
        }
        return bytes;
    }
}
