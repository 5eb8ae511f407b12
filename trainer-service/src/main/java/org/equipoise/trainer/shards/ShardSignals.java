package org.equipoise.trainer.shards;

import java.time.Duration;
import java.util.Optional;

/**
 * Wakes the trainer when a shard is there, or cannot be made. A signal may be missing or wrong; the store is the truth.
 */
public interface ShardSignals extends AutoCloseable {

    /**
     * Waits for a signal.
     *
     * @param key {@code runId/epoch/shard}
     * @return why the shard cannot be made, if the signal said so
     * @throws InterruptedException if the service is stopping
     */
    Optional<String> await(String key, Duration atMost) throws InterruptedException;

    /** Stops listening. */
    @Override
    void close();
}
