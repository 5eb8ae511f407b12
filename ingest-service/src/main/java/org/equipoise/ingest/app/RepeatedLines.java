package org.equipoise.ingest.app;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import io.quarkus.logging.LoggingFilter;
import org.equipoise.common.messaging.LogLimit;

/**
 * Keeps an outage from filling the disk: of the warnings and errors that the same line of code says again and again,
 * ours or a library's, one a minute goes to the log, and says how many were left out. Used by
 * {@code quarkus.log.console.filter}.
 */
@LoggingFilter(name = "repeated-lines")
public final class RepeatedLines implements Filter {

    private final LogLimit limit;

    public RepeatedLines() {
        this(Clock.systemUTC());
    }

    RepeatedLines(Clock clock) {
        limit = new LogLimit(Duration.ofMinutes(1), clock);
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        if (line.getLevel().intValue() < Level.WARNING.intValue()) {
            return true;
        }
        // The words before anything is filled in, which are the same every time.
        String said = line.getMessage();
        OptionalLong leftOut = limit.permit(line.getLoggerName() + " " + said);
        if (leftOut.isPresent() && leftOut.getAsLong() > 0) {
            line.setMessage(said + " (and " + leftOut.getAsLong() + " times more since the last such line)");
        }
        return leftOut.isPresent();
    }
}
