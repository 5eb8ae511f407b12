package org.equipoise.monitor.deadletters;

import java.time.Instant;
import java.util.List;

import org.equipoise.monitor.deadletters.DeadLetters.Tally;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLettersTest {

    @Test
    void everyTopicIsListedAndTheLastReasonIsKept() {
        var letters = new DeadLetters(List.of("b.dlq", "a.dlq"));

        letters.add("b.dlq", "first", Instant.EPOCH);
        letters.add("b.dlq", "second", Instant.EPOCH.plusSeconds(1));

        assertThat(letters.all())
                .containsExactly(
                        new Tally("a.dlq", 0, null, null),
                        new Tally("b.dlq", 2, "second", Instant.EPOCH.plusSeconds(1)));
        assertThat(letters.count("b.dlq")).isEqualTo(2);
        assertThat(letters.count("unknown")).isZero();
    }
}
