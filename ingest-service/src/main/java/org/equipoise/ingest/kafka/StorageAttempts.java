package org.equipoise.ingest.kafka;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.ingest.receiving.StudyReception;
import org.jboss.logging.Logger;

/**
 * Waits out an outage of the object store, however long: the record stays unacknowledged meanwhile. Gives up only on an
 * object that fails again and again while the store itself is healthy.
 */
public final class StorageAttempts implements StudyReception.Attempts {

    private static final Logger LOG = Logger.getLogger(StorageAttempts.class);
    private static final int STRIKES = 5;
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5000;

    private final ObjectStore store;
    private final long firstPauseMillis;
    private final long longestPauseMillis;

    public StorageAttempts(ObjectStore store) {
        this(store, FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
    }

    StorageAttempts(ObjectStore store, long firstPauseMillis, long longestPauseMillis) {
        this.store = store;
        this.firstPauseMillis = firstPauseMillis;
        this.longestPauseMillis = longestPauseMillis;
    }

    @Override
    public <T> T run(String what, Supplier<T> work) {
        int strikes = 0;
        long pause = firstPauseMillis;
        while (true) {
            try {
                return work.get();
            } catch (StorageException e) {
                if (store.healthy() && ++strikes >= STRIKES) {
                    throw e;
                }
                // Neither its key nor the message, which quotes it: keys come from outside.
                Throwable cause = e.getCause() == null ? e : e.getCause();
                LOG.warnf(
                        "object store failed, trying again in %d ms: cause=%s",
                        pause, cause.getClass().getName());
            }
            sleep(pause);
            pause = Math.min(longestPauseMillis, 2 * pause);
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopping");
        }
    }
}
