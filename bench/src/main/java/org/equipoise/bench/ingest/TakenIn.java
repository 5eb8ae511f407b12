package org.equipoise.bench.ingest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.equipoise.bench.stack.LiveTopic;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.client.StackConnection;

/** Counts the images that ingest has taken in behind its doors, from now on. */
final class TakenIn implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final AtomicLong count = new AtomicLong();
    private final LiveTopic topic;

    TakenIn(StackConnection connection) {
        topic = new LiveTopic(
                connection, Topics.IMAGES_INGESTED, Duration.ofMillis(100), (record, at) -> count.incrementAndGet());
    }

    /**
     * Waits until there are so many.
     *
     * @throws IllegalStateException if there are more, or still fewer after a quarter of an hour
     */
    void await(long images) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (count.get() < images && System.nanoTime() < deadline) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        if (count.get() != images) {
            throw new IllegalStateException(images + " images were sent, " + count.get() + " were taken in");
        }
    }

    @Override
    public void close() {
        topic.close();
    }
}
