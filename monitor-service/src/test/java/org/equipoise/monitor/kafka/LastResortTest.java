package org.equipoise.monitor.kafka;

import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LastResortTest {

    private static final Origin ORIGIN = new Origin("predictions.made", 1, 7);

    private final List<String> counted = new ArrayList<>();
    private final LastResort lastResort = new LastResort(counted::add);

    @Test
    void aFailureIsALetterWithTheFirstLinesOfTheStack() {
        String made = lastResort.of(
                ORIGIN,
                () -> {
                    throw new IllegalStateException("why");
                },
                reason -> reason);

        assertThat(made)
                .contains("IllegalStateException: why", "LastResortTest")
                .hasSizeLessThan(2000);
        assertThat(counted).containsExactly("predictions.made");
    }

    @Test
    void theBrokersFailuresAreNotTheRecords() {
        assertThatThrownBy(() -> fail(new TimeoutException("no broker"))).isInstanceOf(KafkaException.class);
        for (int death = 0; death < 5; death++) {
            lastResort.died(Thread.currentThread(), new RuntimeException(new TimeoutException("no broker")));
        }

        assertThat(lastResort.of(ORIGIN, () -> "handled", reason -> reason)).isEqualTo("handled");
        assertThat(counted).isEmpty();
    }

    @Test
    void whoEndedTwoThreadsIsNotTriedAThirdTime() {
        for (int death = 0; death < 2; death++) {
            var error = new NoClassDefFoundError("a machine's error");
            assertThatThrownBy(() -> fail(error)).isSameAs(error);
            lastResort.died(Thread.currentThread(), error);
        }

        assertThat(lastResort.<String>of(
                        ORIGIN,
                        () -> {
                            throw new AssertionError("it was tried again");
                        },
                        reason -> reason))
                .contains("ended 2 threads");
        assertThat(lastResort.of(new Origin("predictions.made", 1, 8), () -> "handled", reason -> reason))
                .isEqualTo("handled");
        assertThat(counted).containsExactly("predictions.made");
    }

    private void fail(Throwable failure) {
        lastResort.process(
                ORIGIN,
                () -> {
                    if (failure instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) failure;
                },
                reason -> {});
    }
}
