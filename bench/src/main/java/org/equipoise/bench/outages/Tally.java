package org.equipoise.bench.outages;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How far a sender is, and what it was answered. Thread-safe. */
final class Tally {

    private final int images;
    private final CountDownLatch beginning;
    private final CountDownLatch away;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger again = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile long finishedNanos;

    /**
     * Of a sender in whose middle the outage is, however fast it is.
     *
     * @param beginning the outage: half of the images wait for it
     * @param away what is stopped: the last quarter waits for it
     */
    Tally(int images, CountDownLatch beginning, CountDownLatch away) {
        this.images = images;
        this.beginning = beginning;
        this.away = away;
    }

    /** So many are acknowledged now. */
    void acknowledged(int more) {
        int now = acknowledged.addAndGet(more);
        if (now >= images) {
            finishedNanos = System.nanoTime();
        }
        if (now >= images / 2) {
            hold(beginning);
        }
        if (now >= images - images / 4) {
            hold(away);
        }
    }

    private static void hold(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** An answer that asks to send again. */
    void again() {
        again.incrementAndGet();
    }

    /** No answer: the connection was refused, was cut, or said nothing for too long. */
    void broken() {
        broken.incrementAndGet();
    }

    /** An attempt took so long, whatever came of it. */
    void took(long nanos) {
        longestNanos.accumulateAndGet(nanos, Math::max);
    }

    /** Whether the outage may begin. */
    boolean isUnderWay() {
        return acknowledged.get() >= images / 3;
    }

    int acknowledged() {
        return acknowledged.get();
    }

    int askedAgain() {
        return again.get();
    }

    int brokenOff() {
        return broken.get();
    }

    Duration longest() {
        return Duration.ofNanos(longestNanos.get());
    }

    /** {@link System#nanoTime} of the last acknowledgement. */
    long finishedNanos() {
        return finishedNanos;
    }
}
