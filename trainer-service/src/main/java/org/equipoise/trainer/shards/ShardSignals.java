package org.equipoise.trainer.shards;

import java.time.Duration;

/** Wakes the trainer when a shard is there. A signal may be missing or wrong; the store is the truth. */
public interface ShardSignals extends AutoCloseable {

    /**
     * Waits for a signal.
     *
     * @param key {@code runId/epoch/shard}
     * @throws InterruptedException if the service is stopping
     */
    void await(String key, Duration atMost) throws InterruptedException;

    /** Stops listening. */
    @Override
    void close();
}
