package org.equipoise.trainer.shards;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReadySignalsTest {

    @Test
    void aSignalThatCameBeforeTheWaitEndsItAtOnce() {
        var signals = new ReadySignals("run-1");
        signals.ready("run-1/0/3");

        CompletableFuture<Optional<String>> waiting = waitFor(signals, "run-1/0/3");

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void aSignalEndsTheWait() {
        var signals = new ReadySignals("run-1");
        CompletableFuture<Optional<String>> waiting = waitFor(signals, "run-1/0/3");

        signals.ready("run-1/0/3");

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void anotherRunsSignalIsIgnored() {
        var signals = new ReadySignals("run-1");
        CompletableFuture<Optional<String>> waiting = waitFor(signals, "run-1/0/3");

        signals.ready("run-10/0/3");

        assertThat(waiting.isDone()).isFalse();
        signals.ready("run-1/0/3");
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void aRefusalEndsTheWaitWithItsReason() {
        var signals = new ReadySignals("run-1");
        CompletableFuture<Optional<String>> waiting = waitFor(signals, "run-1/0/3");

        signals.refused("run-1/0/3", "no such pack");

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(Optional.of("no such pack"));
    }

    private static CompletableFuture<Optional<String>> waitFor(ReadySignals signals, String key) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return signals.await(key, Duration.ofMinutes(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        });
    }
}
