package org.equipoise.monitor.rhythm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * How often something is usually heard of: the longest gap of the last one to two weeks, so that nights and weekends
 * are in it. It is quiet for too long when nothing was heard for {@value #TIMES} such gaps, and at least for a time
 * that is asked for; in its first {@value #LEARNING_DAYS} days, in which no weekend was seen perhaps, at least for
 * {@value #LEAST_DAYS_WHILE_LEARNING} days.
 *
 * <p>Nothing is said of what was heard of fewer than {@value #FEW} times or for less than a day, nor of what was quiet
 * for more than {@value #GONE_DAYS} days: that is gone. A gap that was too long is learned only up to where it became
 * so: an outage does not make the next one usual. Not thread-safe.
 */
public final class Rhythm {

    static final int TIMES = 3;
    static final int FEW = 50;
    static final int LEARNING_DAYS = 8;
    static final int LEAST_DAYS_WHILE_LEARNING = 3;
    static final int GONE_DAYS = 14;

    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long WEEK = 7 * DAY;

    private long times;
    private long firstMillis;
    private long lastMillis;
    private long weekMillis;
    private long longest;
    private long longestBefore;

    /** It was heard of; an earlier time than the last one changes nothing. */
    public void heard(long atMillis) {
        if (times == 0) {
            firstMillis = atMillis;
            lastMillis = atMillis;
            weekMillis = atMillis;
        }
        times++;
        if (atMillis <= lastMillis) {
            return;
        }
        long gap = atMillis - lastMillis;
        if (known()) {
            gap = Math.min(gap, limit(Duration.ZERO));
        }
        if (atMillis - weekMillis >= WEEK) {
            longestBefore = longest;
            longest = 0;
            weekMillis = atMillis;
        }
        longest = Math.max(longest, gap);
        lastMillis = atMillis;
    }

    boolean known() {
        return times >= FEW && lastMillis - firstMillis >= DAY;
    }

    private long limit(Duration least) {
        long usual = TIMES * Math.max(longest, longestBefore);
        boolean learning = lastMillis - firstMillis < LEARNING_DAYS * DAY;
        long atLeast = learning ? LEAST_DAYS_WHILE_LEARNING * DAY : 0;
        return Math.max(Math.max(usual, atLeast), least.toMillis());
    }

    /**
     * Whether it has been quiet for too long.
     *
     * @param least no shorter time is too long
     */
    public boolean silent(Instant now, Duration least) {
        long gap = now.toEpochMilli() - lastMillis;
        return known() && gap > limit(least) && gap <= GONE_DAYS * DAY;
    }

    /** When it was heard of last. */
    public Instant last() {
        return Instant.ofEpochMilli(lastMillis);
    }

    boolean gone(long atMillis) {
        return atMillis - lastMillis > GONE_DAYS * DAY;
    }

    Rhythm copy() {
        var copy = new Rhythm();
        copy.times = times;
        copy.firstMillis = firstMillis;
        copy.lastMillis = lastMillis;
        copy.weekMillis = weekMillis;
        copy.longest = longest;
        copy.longestBefore = longestBefore;
        return copy;
    }

    /** Writes everything. */
    void writeTo(DataOutput out) throws IOException {
        out.writeLong(times);
        out.writeLong(firstMillis);
        out.writeLong(lastMillis);
        out.writeLong(weekMillis);
        out.writeLong(longest);
        out.writeLong(longestBefore);
    }

    static Rhythm readFrom(DataInput in) throws IOException {
        var rhythm = new Rhythm();
        rhythm.times = in.readLong();
        rhythm.firstMillis = in.readLong();
        rhythm.lastMillis = in.readLong();
        rhythm.weekMillis = in.readLong();
        rhythm.longest = in.readLong();
        rhythm.longestBefore = in.readLong();
        return rhythm;
    }
}
