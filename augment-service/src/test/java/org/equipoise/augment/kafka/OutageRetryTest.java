package org.equipoise.augment.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.equipoise.common.storage.StorageException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OutageRetryTest {

    private final OutageRetry retry = new OutageRetry(Duration.ofMillis(1), Duration.ofMillis(3));
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void asksUntilTheStoreAnswers() {
        String answer = retry.untilItAnswers(() -> {
            if (calls.incrementAndGet() < 6) {
                throw new StorageException("away", null);
            }
            return "back";
        });

        assertThat(answer).isEqualTo("back");
        assertThat(calls).hasValue(6);
    }

    @Test
    void aBadRequestIsNotAskedAgain() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> retry.untilItAnswers(() -> {
                    calls.incrementAndGet();
                    throw new IllegalArgumentException("no such dataset");
                }));

        assertThat(calls).hasValue(1);
    }

    @Test
    void sendsAgainWhateverFailedUntilTheServiceStops() {
        retry.untilItIsSent(() -> {
            if (calls.incrementAndGet() < 6) {
                throw new IllegalStateException("broker away");
            }
        });
        assertThat(calls).hasValue(6);

        retry.stop();

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> retry.untilItIsSent(() -> {
                    throw new IllegalStateException("broker away");
                }));
    }

    @Test
    void givesUpOnlyWhenTheServiceStops() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> retry.untilItAnswers(() -> {
                    throw new StorageException("away", null);
                }));

        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    }
}
