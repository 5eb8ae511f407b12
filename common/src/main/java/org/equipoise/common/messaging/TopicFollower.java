package org.equipoise.common.messaging;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics in a thread of its own, without a consumer group, until it is closed. After a failure it opens another
 * reader and begins anew: what it is given must not mind a record that it had before.
 */
public final class TopicFollower implements AutoCloseable {

    private final String bootstrapServers;
    private final List<String> topics;
    private final Duration pause;
    private final Reading reading;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable TopicReader current;

    /** What is done with the topics; every call comes from the follower's thread. */
    public interface Reading {

        /** A reader was opened; it stands at the beginning of its topics. */
        default void opened(TopicReader reader) {}

        /** Reads on for a moment; called again and again. */
        void read(TopicReader reader);

        /** Something failed; after a pause another reader is opened. */
        void failed(RuntimeException cause);
    }

    /**
     * A follower that does nothing before {@link #start}.
     *
     * @param name of its thread
     * @param pause after a failure
     */
    public TopicFollower(String name, String bootstrapServers, List<String> topics, Duration pause, Reading reading) {
        this.bootstrapServers = bootstrapServers;
        this.topics = List.copyOf(topics);
        this.pause = pause;
        this.reading = reading;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Begins to follow. */
    public void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    private void run() {
        try {
            do {
                follow();
            } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Comes back when it is closed, or after a failure. */
    private void follow() {
        try (var reader = new TopicReader(bootstrapServers, topics)) {
            current = reader;
            if (closed()) {
                return;
            }
            reading.opened(reader);
            while (!closed()) {
                reading.read(reader);
            }
        } catch (WakeupException e) {
            // Only close() wakes it up.
            return;
        } catch (RuntimeException e) {
            // Whatever it was: without this thread nobody would hear any more.
            reading.failed(e);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            // Nor would anybody when the memory is back, or the next record has less in it.
            reading.failed(new IllegalStateException("the reading broke off: " + e, e));
        } finally {
            current = null;
        }
    }

    private boolean closed() {
        return closing.getCount() == 0;
    }

    /** Ends the reading; does not wait for it. */
    @Override
    public void close() {
        closing.countDown();
        TopicReader reader = current;
        if (reader != null) {
            reader.wakeup();
        }
    }
}
