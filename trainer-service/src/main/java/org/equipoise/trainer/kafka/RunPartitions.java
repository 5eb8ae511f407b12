package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of {@code training.requested} that this trainer has, and the run that goes on for one of them. When
 * that partition goes to another trainer, the run is interrupted, and given up only after it has stopped or after
 * {@link #PATIENCE}: the other one takes the run over from its last checkpoint.
 */
@ApplicationScoped
@Identifier(RunPartitions.NAME) class RunPartitions implements KafkaConsumerRebalanceListener {

    /** In the settings of the channel. */
    static final String NAME = "run-partitions";

    private static final Logger LOG = Logger.getLogger(RunPartitions.class);

    /** A step, or the answers to a validation pack, take less. The group waits meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A library may swallow an interruption: it is repeated. */
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final Set<TopicPartition> held = new HashSet<>();
    private @Nullable TopicPartition running;
    private @Nullable Thread runner;
    private boolean lost;

    /**
     * A run begins in the calling thread.
     *
     * @return false if its partition is another trainer's by now, so that it must not begin
     */
    synchronized boolean begin(TopicPartition partition) {
        if (!held.contains(partition)) {
            return false;
        }
        running = partition;
        runner = Thread.currentThread();
        lost = false;
        return true;
    }

    /** Whether the run's partition went to another trainer since the run began. */
    synchronized boolean isLost() {
        return lost;
    }

    /**
     * The run stopped; its thread is not interrupted afterwards.
     *
     * @return whether its partition is still the one it began with, so that its request may be acknowledged
     */
    synchronized boolean end() {
        running = null;
        runner = null;
        Thread.interrupted();
        notifyAll();
        return !lost;
    }

    @Override
    public synchronized void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        held.addAll(partitions);
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        revoked(partitions, PATIENCE);
    }

    synchronized void revoked(Collection<TopicPartition> partitions, Duration patience) {
        held.removeAll(partitions);
        Thread thread = runner;
        if (thread == null || !partitions.contains(running)) {
            return;
        }
        LOG.infof("%s goes to another trainer, its run stops here", running);
        lost = true;
        long deadline = System.nanoTime() + patience.toNanos();
        do {
            thread.interrupt();
        } while (!stops(thread, deadline));
    }

    /** Waits a moment; true when there is nothing more to wait for. */
    private boolean stops(Thread thread, long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || runner != thread) {
            return true;
        }
        try {
            wait(Math.max(1, Math.min(AGAIN.toMillis(), left / 1_000_000)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
        return runner != thread;
    }
}
