package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.equipoise.common.messaging.Topics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunPartitionsTest {

    private static final TopicPartition ZERO = new TopicPartition(Topics.TRAINING_REQUESTED, 0);
    private static final TopicPartition ONE = new TopicPartition(Topics.TRAINING_REQUESTED, 1);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final RunPartitions partitions = new RunPartitions();
    private final CountDownLatch never = new CountDownLatch(1);

    @BeforeEach
    void assign() {
        partitions.onPartitionsAssigned(new MockConsumer<>("earliest"), List.of(ZERO, ONE));
    }

    @Test
    void aRunThatStaysHereMayBeAcknowledged() {
        assertThat(partitions.begin(ZERO)).isTrue();

        assertThat(partitions.end()).isTrue();
    }

    @Test
    void aRunWhosePartitionGoesToAnotherTrainerHasStoppedWhenThePartitionGoes() throws Exception {
        var stopped = new AtomicBoolean();
        Run run = run(ZERO, () -> {
            try {
                never.await();
                return null;
            } finally {
                stopped.set(true);
            }
        });

        partitions.revoked(List.of(ZERO), LONG);

        assertThat(stopped).isTrue();
        assertThat(run.acknowledged()).isFalse();
        assertThat(partitions.isLost()).isTrue();
    }

    @Test
    void aRunOfAPartitionThatStaysGoesOn() throws Exception {
        var over = new CountDownLatch(1);
        Run run = run(ZERO, () -> {
            over.await();
            return null;
        });

        partitions.revoked(List.of(ONE), LONG);
        over.countDown();

        assertThat(run.acknowledged()).isTrue();
    }

    @Test
    void anInterruptionThatALibrarySwallowedIsRepeated() throws Exception {
        Run run = run(ZERO, () -> {
            try {
                never.await();
            } catch (InterruptedException swallowed) {
                never.await();
            }
            return null;
        });

        partitions.revoked(List.of(ZERO), LONG);

        assertThat(run.acknowledged()).isFalse();
    }

    @Test
    void aRunThatDoesNotStopKeepsNobodyWaitingAndIsNotAcknowledged() throws Exception {
        var native_ = new CountDownLatch(1);
        Run run = run(ZERO, () -> {
            while (native_.getCount() > 0) {
                Thread.interrupted();
                Thread.onSpinWait();
            }
            return null;
        });

        partitions.revoked(List.of(ZERO), Duration.ofMillis(1));
        partitions.onPartitionsAssigned(new MockConsumer<>("earliest"), List.of(ZERO));
        native_.countDown();

        assertThat(run.acknowledged()).isFalse();
    }

    @Test
    void aRequestWhosePartitionIsGoneDoesNotBegin() {
        partitions.revoked(List.of(ZERO), LONG);

        assertThat(partitions.begin(ZERO)).isFalse();
        assertThat(partitions.begin(ONE)).isTrue();
    }

    @Test
    void theNextRunIsNotInterruptedByTheOneBefore() {
        partitions.begin(ZERO);
        partitions.revoked(List.of(ZERO), Duration.ZERO);
        partitions.end();

        partitions.begin(ONE);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(partitions.isLost()).isFalse();
        assertThat(partitions.end()).isTrue();
    }

    private interface Work {
        @Nullable Object work() throws InterruptedException;
    }

    private record Run(CompletableFuture<Boolean> ended) {

        boolean acknowledged() throws Exception {
            return ended.get(60, TimeUnit.SECONDS);
        }
    }

    /** Begins a run in a thread of its own. */
    private Run run(TopicPartition partition, Work work) throws InterruptedException {
        var begun = new CountDownLatch(1);
        var ended = new CompletableFuture<Boolean>();
        var thread = new Thread(() -> {
            partitions.begin(partition);
            begun.countDown();
            try {
                work.work();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            ended.complete(partitions.end());
        });
        thread.setDaemon(true);
        thread.start();
        begun.await();
        return new Run(ended);
    }
}
