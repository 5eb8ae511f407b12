package org.equipoise.ingest.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import io.quarkus.logging.LoggingFilter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an outage from filling the disk: of what the same line of code says again and again, a few lines a minute go to
 * the log, and the first of the next minute says how many were left out. Used by {@code quarkus.log.console.filter}.
 */
@LoggingFilter(name = "repeated-lines")
public final class RepeatedLines implements Filter {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    /** A stack trace is a hundred lines. */
    private static final int TRACES_A_MINUTE = 1;

    private static final int WARNINGS_A_MINUTE = 5;
    private static final int OTHERS_A_MINUTE = 100;
    private static final int MOST_SOURCES = 1000;

    private final InstantSource clock;
    private final Map<String, Said> sources = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<String, Said> eldest) {
            return size() > MOST_SOURCES;
        }
    };

    /** What one line of code said since its minute began. */
    private static final class Said {
        private long since;
        private int times;
        private long leftOut;
    }

    public RepeatedLines() {
        this(InstantSource.system());
    }

    RepeatedLines(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized boolean isLoggable(LogRecord line) {
        long now = clock.millis();
        // The words before anything is filled in, which is the same every time.
        Said said = sources.computeIfAbsent(line.getLoggerName() + " " + line.getMessage(), source -> new Said());
        if (now - said.since >= MINUTE) {
            if (said.leftOut > 0) {
                line.setMessage(line.getMessage() + " (and " + said.leftOut + " times more since the last such line)");
            }
            said.since = now;
            said.times = 0;
            said.leftOut = 0;
        }
        said.times++;
        if (said.times <= most(line)) {
            return true;
        }
        said.leftOut++;
        return false;
    }

    private static int most(LogRecord line) {
        if (line.getThrown() != null) {
            return TRACES_A_MINUTE;
        }
        return line.getLevel().intValue() >= Level.WARNING.intValue() ? WARNINGS_A_MINUTE : OTHERS_A_MINUTE;
    }
}
