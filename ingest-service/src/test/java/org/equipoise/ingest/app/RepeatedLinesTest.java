package org.equipoise.ingest.app;

import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import org.equipoise.common.testing.ManualClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RepeatedLinesTest {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final RepeatedLines filter = new RepeatedLines(clock);

    @Test
    void anHourOfAFailingBrokerIsALineAMinuteWithACount() {
        long shown = 0;
        for (int second = 0; second < 3600; second++) {
            for (int i = 0; i < 10; i++) {
                shown += filter.isLoggable(line(Level.SEVERE, "cannot write")) ? 1 : 0;
            }
            clock.pass(Duration.ofSeconds(1));
        }

        assertThat(shown).isEqualTo(60);
        LogRecord next = line(Level.SEVERE, "cannot write");
        assertThat(filter.isLoggable(next)).isTrue();
        assertThat(next.getMessage()).isEqualTo("cannot write (and 599 times more since the last such line)");
    }

    @Test
    void warningsThatDifferOnlyInWhatIsFilledInAreOneKind() {
        int shown = 0;
        for (int i = 0; i < 50; i++) {
            LogRecord line = line(Level.WARNING, "study set aside: offset=%d");
            line.setParameters(new Object[] {i});
            shown += filter.isLoggable(line) ? 1 : 0;
        }

        assertThat(shown).isEqualTo(1);
        assertThat(filter.isLoggable(line(Level.WARNING, "another line of code")))
                .isTrue();
    }

    @Test
    void whatIsNoWarningIsSaidAsItIs() {
        for (int i = 0; i < 10; i++) {
            LogRecord line = line(Level.INFO, "dataset frozen");
            assertThat(filter.isLoggable(line)).isTrue();
            assertThat(line.getMessage()).isEqualTo("dataset frozen");
        }
    }

    private static LogRecord line(Level level, String message) {
        var line = new LogRecord(level, message);
        line.setLoggerName("test");
        return line;
    }
}
