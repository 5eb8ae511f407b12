package org.equipoise.trainer.shards;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Signals between the thread that listens and the thread that trains, for one run. Thread-safe. */
public final class ReadySignals {

    /** Nobody waits for most of a window's shards; a run that is never waited for must not fill the memory. */
    private static final int MOST_KEPT = 1024;

    private final String prefix;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Set<String> ready = new HashSet<>();

    public ReadySignals(String runId) {
        prefix = runId + "/";
    }

    /** Notes that a shard is there; other runs' shards are ignored. */
    public void ready(String key) {
        if (!key.startsWith(prefix)) {
            return;
        }
        lock.lock();
        try {
            if (ready.size() >= MOST_KEPT) {
                ready.clear();
            }
            ready.add(key);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a shard was noted, or until the time is over. */
    public void await(String key, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!ready.remove(key) && left > 0) {
                left = arrived.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
