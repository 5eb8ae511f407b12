package org.equipoise.augment.kafka;

import java.time.Duration;
import java.util.function.Supplier;

import org.equipoise.common.storage.StorageException;
import org.jboss.logging.Logger;

/**
 * Asks the object store again until it answers. While it does not, readiness says so and the records wait in Kafka: a
 * request is not a dead letter because the store was away.
 */
final class StorageRetry {

    private static final Logger LOG = Logger.getLogger(StorageRetry.class);

    private final Duration first;
    private final Duration longest;

    StorageRetry(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** @throws StorageException only if this thread is interrupted, that is, at shutdown */
    <T> T untilItAnswers(Supplier<T> work) {
        Duration pause = first;
        while (true) {
            try {
                return work.get();
            } catch (StorageException e) {
                LOG.warnf("trying again in %d ms: %s", pause.toMillis(), e.getMessage());
                sleep(pause, e);
                pause = pause.multipliedBy(2).compareTo(longest) > 0 ? longest : pause.multipliedBy(2);
            }
        }
    }

    private static void sleep(Duration pause, StorageException cause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }
}
