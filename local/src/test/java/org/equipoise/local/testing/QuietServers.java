package org.equipoise.local.testing;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Kafka and the object store in the test's own process, without their thousands of lines. */
public final class QuietServers {

    /** Held, or their levels would be forgotten with them. */
    private static final List<Logger> LOUD = Stream.of("kafka", "org.apache.kafka", "state.change.logger", "org.gaul")
            .map(Logger::getLogger)
            .toList();

    private QuietServers() {}

    /** From now on they say errors only. */
    public static void hush() {
        LOUD.forEach(logger -> logger.setLevel(Level.SEVERE));
    }
}
