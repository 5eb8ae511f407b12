package org.equipoise.augment.kafka;

import java.time.Duration;
import java.util.function.Supplier;

import org.equipoise.common.storage.StorageException;
import org.jboss.logging.Logger;

/**
 * Tries again until the object store or the broker answers. While it does not, readiness says so and the records wait
 * in Kafka: a request is not a dead letter because another server was away.
 */
final class OutageRetry {

    private static final Logger LOG = Logger.getLogger(OutageRetry.class);

    private final Duration first;
    private final Duration longest;
    private volatile boolean stopping;

    OutageRetry(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** Whatever is tried now is tried for the last time. */
    void stop() {
        stopping = true;
    }

    /** @throws StorageException only at shutdown */
    <T> T untilItAnswers(Supplier<T> work) {
        return again(work, StorageException.class);
    }

    /**
     * Whatever fails here: what is sent fits the broker, so it is the broker.
     *
     * @throws StorageException only at shutdown
     */
    void untilItIsSent(Runnable work) {
        again(
                () -> {
                    work.run();
                    return true;
                },
                RuntimeException.class);
    }

    private <T> T again(Supplier<T> work, Class<? extends RuntimeException> outage) {
        Duration pause = first;
        while (true) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (!outage.isInstance(e)) {
                    throw e;
                }
                if (stopping) {
                    throw given(e);
                }
                LOG.warnf("trying again in %d ms: %s", pause.toMillis(), e.getMessage());
                sleep(pause, e);
                pause = pause.multipliedBy(2).compareTo(longest) > 0 ? longest : pause.multipliedBy(2);
            }
        }
    }

    private static void sleep(Duration pause, RuntimeException cause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw given(cause);
        }
    }

    private static StorageException given(RuntimeException cause) {
        return cause instanceof StorageException storage ? storage : new StorageException("stopping", cause);
    }
}
