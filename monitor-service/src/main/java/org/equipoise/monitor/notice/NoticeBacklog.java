package org.equipoise.monitor.notice;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How the telling goes, for those who watch it: what was taken, what was not, and what waits. Thread-safe. */
public final class NoticeBacklog {

    private final Clock clock;
    private final Map<String, Instant> waiting = new ConcurrentHashMap<>();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** Nothing was told yet. */
    public NoticeBacklog(Clock clock) {
        this.clock = clock;
    }

    /** This alert is as the notice says. */
    public void now(Notice notice) {
        if (notice.waiting()) {
            waiting.put(notice.alert().alertId(), notice.since());
        } else {
            waiting.remove(notice.alert().alertId());
        }
    }

    /** Of this alert nothing is to be told here any more. */
    public void forget(String alertId) {
        waiting.remove(alertId);
    }

    /** The receiver took one. */
    public void delivered() {
        delivered.increment();
    }

    /** The receiver did not take one; it will be tried again. */
    public void failed() {
        failed.increment();
    }

    /** Changes that the receiver took. */
    public long deliveries() {
        return delivered.sum();
    }

    /** Attempts that failed. */
    public long failures() {
        return failed.sum();
    }

    /** For how many seconds the oldest change waits to be told; 0 where none does. */
    public double oldestSeconds() {
        Instant now = clock.instant();
        return waiting.values().stream()
                .mapToDouble(since -> Math.max(0, Duration.between(since, now).toMillis() / 1000.0))
                .max()
                .orElse(0);
    }
}
