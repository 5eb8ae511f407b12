package org.equipoise.monitor.console.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.equipoise.monitor.console.ShareHistory;
import org.equipoise.monitor.watch.WatchedVersions;

/** Looks at every watched version about once a second, and less often where looking takes long. */
public final class HistorySampler implements AutoCloseable {

    /** Looking takes at most this part of the time of one core. */
    private static final int REST_PER_WORK = 20;

    private final WatchedVersions versions;
    private final ShareHistory history;
    private final Clock clock;
    private final Duration interval;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** A sampler that does nothing before {@link #start}. */
    public HistorySampler(WatchedVersions versions, ShareHistory history, Clock clock, Duration interval) {
        this.versions = versions;
        this.history = history;
        this.clock = clock;
        this.interval = interval;
        thread = new Thread(this::run, "console-history");
        thread.setDaemon(true);
    }

    /** Begins to look. */
    public void start() {
        thread.start();
    }

    private void run() {
        long pause = interval.toMillis();
        try {
            while (!stopped.await(pause, TimeUnit.MILLISECONDS)) {
                long began = System.nanoTime();
                look();
                long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                pause = Math.max(interval.toMillis(), REST_PER_WORK * took);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            versions.all().forEach(version -> history.look(version, clock.instant()));
        } catch (InvalidStateStoreException e) {
            // The state is being restored or moves; the next look will find it.
            return;
        }
    }

    @Override
    public void close() {
        stopped.countDown();
    }
}
