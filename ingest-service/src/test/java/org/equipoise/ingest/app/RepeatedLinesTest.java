package org.equipoise.ingest.app;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RepeatedLinesTest {

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final RepeatedLines filter = new RepeatedLines(() -> now);

    @Test
    void anHourOfAFailingBrokerIsALineAMinuteWithACount() {
        long shown = 0;
        for (int second = 0; second < 3600; second++) {
            for (int i = 0; i < 10; i++) {
                shown += filter.isLoggable(line("cannot write", new IllegalStateException())) ? 1 : 0;
            }
            now = now.plusSeconds(1);
        }

        assertThat(shown).isEqualTo(60);
        LogRecord next = line("cannot write", new IllegalStateException());
        assertThat(filter.isLoggable(next)).isTrue();
        assertThat(next.getMessage()).isEqualTo("cannot write (and 599 times more since the last such line)");
    }

    @Test
    void warningsThatDifferOnlyInWhatIsFilledInAreOneKind() {
        int shown = 0;
        for (int i = 0; i < 50; i++) {
            LogRecord line = line("study set aside: offset=%d", null);
            line.setParameters(new Object[] {i});
            shown += filter.isLoggable(line) ? 1 : 0;
        }

        assertThat(shown).isEqualTo(5);
        assertThat(filter.isLoggable(line("another line of code", null))).isTrue();
    }

    @Test
    void whatIsSaidNowAndThenIsSaidAsItIs() {
        for (int i = 0; i < 10; i++) {
            LogRecord line = line("dataset frozen", null);
            assertThat(filter.isLoggable(line)).isTrue();
            assertThat(line.getMessage()).isEqualTo("dataset frozen");
            now = now.plusSeconds(20);
        }
    }

    private static LogRecord line(String message, @Nullable Throwable thrown) {
        var line = new LogRecord(Level.WARNING, message);
        line.setLoggerName("test");
        line.setThrown(thrown);
        return line;
    }
}
