package org.equipoise.trainer.shards;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Signals between the thread that listens and the thread that trains, for one run. Thread-safe. */
public final class ReadySignals {

    /** Nobody waits for most of a window's shards; a run that is never waited for must not fill the memory. */
    private static final int MOST_KEPT = 1024;

    private final String prefix;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    /** By shard, why it cannot be made; empty when it is there. */
    private final Map<String, Optional<String>> heard = new HashMap<>();

    public ReadySignals(String runId) {
        prefix = runId + "/";
    }

    /** Notes that a shard is there; other runs' shards are ignored. */
    public void ready(String key) {
        note(key, Optional.empty());
    }

    /** Notes that a shard cannot be made; other runs' shards are ignored. */
    public void refused(String key, String why) {
        note(key, Optional.of(why));
    }

    private void note(String key, Optional<String> refusal) {
        if (!key.startsWith(prefix)) {
            return;
        }
        lock.lock();
        try {
            if (heard.size() >= MOST_KEPT) {
                heard.clear();
            }
            heard.put(key, refusal);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a shard was noted, or until the time is over.
     *
     * @return why it cannot be made, if that was noted
     */
    public Optional<String> await(String key, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!heard.containsKey(key) && left > 0) {
                left = arrived.awaitNanos(left);
            }
            Optional<String> refusal = heard.remove(key);
            return refusal == null ? Optional.empty() : refusal;
        } finally {
            lock.unlock();
        }
    }
}
