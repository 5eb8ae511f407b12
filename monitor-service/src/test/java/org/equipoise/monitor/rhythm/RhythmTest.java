package org.equipoise.monitor.rhythm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

import org.equipoise.monitor.rhythm.Rhythms.Silent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RhythmTest {

    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    private static final Duration LEAST = Duration.ofMinutes(30);

    private final Rhythms rhythms = new Rhythms();

    @Test
    void aModelThatIsAskedEveryMinuteDayAndNightIsQuietAfterHalfAnHour() {
        Instant last = steadily("DX at XR1", MONDAY, Duration.ofDays(10), Duration.ofMinutes(1));

        assertThat(rhythms.silent(last.plus(Duration.ofMinutes(29)), LEAST)).isEmpty();
        assertThat(rhythms.silent(last.plus(Duration.ofMinutes(31)), LEAST))
                .containsExactly(new Silent(Rhythms.ALL, last));
    }

    /** Open from 8 to 18 on five days: the longest usual gap is a weekend of 62 hours. */
    @Test
    void nightsAndWeekendsAreUsual() {
        for (int day = 0; day < 28; day++) {
            for (int minute = 0; day % 7 < 5 && minute < 600; minute++) {
                Instant now = MONDAY.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(480 + minute));
                assertThat(rhythms.silent(now, LEAST)).as("day %d", day).isEmpty();
                rhythms.heard("DX", now.toEpochMilli());
            }
        }
        Instant last = MONDAY.plus(Duration.ofDays(25)).plus(Duration.ofMinutes(480 + 599));

        assertThat(rhythms.silent(last.plus(Duration.ofHours(3 * 62)), LEAST)).isEmpty();
        assertThat(rhythms.silent(last.plus(Duration.ofHours(3 * 62 + 2)), LEAST))
                .hasSize(1);
    }

    @Test
    void aStationThatIsQuietIsNamedWhileTheOthersGoOn() {
        Instant last = steadily("DX at XR1", MONDAY, Duration.ofDays(10), Duration.ofMinutes(10));
        steadily("DX at XR2", MONDAY, Duration.ofDays(11), Duration.ofMinutes(10));

        assertThat(rhythms.silent(MONDAY.plus(Duration.ofDays(11)), LEAST))
                .containsExactly(new Silent("DX at XR1", last));
    }

    @Test
    void nothingIsSaidOfWhatIsHardlyKnownNorOfWhatIsGone() {
        Instant few = steadily(null, MONDAY, Duration.ofHours(20), Duration.ofMinutes(1));
        assertThat(rhythms.silent(few.plus(Duration.ofDays(5)), LEAST)).isEmpty();
        Instant firstDays = steadily(null, few, Duration.ofDays(2), Duration.ofMinutes(1));
        assertThat(rhythms.silent(firstDays.plus(Duration.ofHours(71)), LEAST)).isEmpty();
        assertThat(rhythms.silent(firstDays.plus(Duration.ofHours(73)), LEAST)).hasSize(1);
        assertThat(rhythms.silent(firstDays.plus(Duration.ofDays(15)), LEAST)).isEmpty();
    }

    /** After an outage of a day the next one is noticed, if a little later. */
    @Test
    void anOutageDoesNotBecomeUsual() {
        Instant last = steadily(null, MONDAY, Duration.ofDays(10), Duration.ofMinutes(10));
        Instant again = steadily(null, last.plus(Duration.ofDays(1)), Duration.ofDays(1), Duration.ofMinutes(10));

        assertThat(rhythms.silent(again.plus(Duration.ofHours(2)), LEAST)).hasSize(1);
    }

    @Test
    void timesThatComeOutOfOrderChangeNothing() {
        Instant last = steadily(null, MONDAY, Duration.ofDays(10), Duration.ofMinutes(10));
        rhythms.heard(null, MONDAY.toEpochMilli());
        rhythms.heard(null, 0);

        assertThat(rhythms.silent(last.plus(Duration.ofMinutes(29)), LEAST)).isEmpty();
        assertThat(rhythms.silent(last.plus(Duration.ofMinutes(31)), LEAST)).hasSize(1);
    }

    @Test
    void ofManySourcesOnlySomeAreKeptAndOneThatIsGoneMakesRoom() {
        for (int s = 0; s < 100; s++) {
            rhythms.heard("DX at " + s, MONDAY.toEpochMilli());
        }
        steadily("DX at new", MONDAY.plus(Duration.ofDays(15)), Duration.ofDays(2), Duration.ofMinutes(10));
        steadily("DX at newer", MONDAY.plus(Duration.ofDays(15)), Duration.ofDays(2), Duration.ofMinutes(10));

        assertThat(rhythms.known())
                .extracting(Rhythms.Known::source)
                .containsExactly(Rhythms.ALL, "DX at new", "DX at newer");
    }

    @Test
    void whatIsStoredGoesOnAsItWas() throws IOException {
        Instant last = steadily("DX at XR1", MONDAY, Duration.ofDays(10), Duration.ofMinutes(10));
        var bytes = new ByteArrayOutputStream();
        rhythms.writeTo(new DataOutputStream(bytes));

        Rhythms read = Rhythms.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        var again = new ByteArrayOutputStream();
        read.writeTo(new DataOutputStream(again));

        assertThat(again.toByteArray()).isEqualTo(bytes.toByteArray());
        assertThat(read.silent(last.plus(Duration.ofHours(2)), LEAST)).hasSize(1);
    }

    private Instant steadily(
            @org.jspecify.annotations.Nullable String source, Instant from, Duration during, Duration every) {
        Instant now = from;
        Instant last = from;
        for (; now.isBefore(from.plus(during)); now = now.plus(every)) {
            rhythms.heard(source, now.toEpochMilli());
            last = now;
        }
        return last;
    }
}
