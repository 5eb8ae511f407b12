package org.equipoise.monitor.canary;

import java.time.Instant;
import java.util.List;

import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.CanariesReplayed.ClassResult;
import org.equipoise.monitor.canary.CanaryVerdict.Finding;
import org.equipoise.monitor.canary.CanaryWatch.Seen;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CanaryWatchTest {

    private final CanaryWatch watch = new CanaryWatch();

    @Test
    void everyInstanceSpeaksForItselfAndItsLastReplayCounts() {
        watch.add(replay("scorer-2", 0.4, 1));
        watch.add(replay("scorer-1", 0.4, 1));
        watch.add(replay("scorer-1", 0.0, 2));

        List<Seen> seen = watch.of("nodules");

        assertThat(seen).extracting(one -> one.replay().instance()).containsExactly("scorer-1", "scorer-2");
        assertThat(seen).extracting(one -> one.verdict().finding()).containsExactly(Finding.SOUND, Finding.MODEL);
    }

    @Test
    void aReplayThatIsDeliveredAgainOrLateChangesNothing() {
        watch.add(replay("scorer-1", 0.0, 2));
        List<Seen> before = watch.of("nodules");

        watch.add(replay("scorer-1", 0.4, 1));
        watch.add(replay("scorer-1", 0.4, 2));

        assertThat(watch.of("nodules")).isEqualTo(before);
        assertThat(watch.of("another")).isEmpty();
    }

    @Test
    void instancesThatWereHeardOfLongestAgoGoFirst() {
        for (int i = 0; i < CanaryWatch.MOST; i++) {
            watch.add(replay("scorer-" + i, 0.0, i));
        }
        watch.add(replay("scorer-0", 0.0, 500));

        watch.add(replay("one-more", 0.0, 501));

        assertThat(watch.of("nodules"))
                .hasSize(CanaryWatch.MOST)
                .extracting(one -> one.replay().instance())
                .contains("scorer-0", "one-more")
                .doesNotContain("scorer-1");
    }

    private static CanariesReplayed replay(String instance, double difference, long second) {
        return new CanariesReplayed(
                "nodules",
                "v1",
                instance,
                List.of(new ClassResult("none", 8, 8, 8, null)),
                difference,
                8,
                8,
                null,
                Instant.ofEpochSecond(second),
                null);
    }
}
