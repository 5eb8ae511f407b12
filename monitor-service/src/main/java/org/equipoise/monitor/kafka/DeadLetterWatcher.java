package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.monitor.deadletters.DeadLetters;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads every dead-letter topic from its beginning and goes on; one thread of its own. */
public final class DeadLetterWatcher implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DeadLetterWatcher.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final String bootstrapServers;
    private final List<String> topics;
    private final DeadLetters deadLetters;
    private final Thread thread;
    private final Runnable onCaughtUp;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean closed;
    private boolean caughtUp;
    private volatile @Nullable TopicReader reader;

    /**
     * A watcher of these topics that does nothing before {@link #start}.
     *
     * @param onCaughtUp called once, when everything that was there has been counted
     */
    public DeadLetterWatcher(
            String bootstrapServers, List<String> topics, DeadLetters deadLetters, Runnable onCaughtUp) {
        this.bootstrapServers = bootstrapServers;
        this.topics = List.copyOf(topics);
        this.deadLetters = deadLetters;
        this.onCaughtUp = onCaughtUp;
        thread = new Thread(this::run, "dead-letters");
        thread.setDaemon(true);
    }

    /** Begins to read. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    read();
                } catch (WakeupException e) {
                    LOG.debug("no longer watching dead letters");
                } catch (RuntimeException e) {
                    // Whatever it was: without this thread nobody would hear of them any more. Positions and counts are
                    // kept: the next try goes on where this one stopped.
                    LOG.warn("dead letters cannot be read, trying again", e);
                    stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            TopicReader open = reader;
            if (open != null) {
                open.close();
            }
        }
    }

    private void read() {
        TopicReader open = reader;
        if (open == null) {
            open = new TopicReader(bootstrapServers, topics);
            reader = open;
        }
        if (!caughtUp) {
            open.readToEnd(this::count);
            onCaughtUp.run();
            caughtUp = true;
        }
        open.poll(POLL, this::count);
    }

    /** Counts records: what transactions leave between them is none. */
    private void count(ConsumerRecord<String, byte[]> letter) {
        var header = letter.headers().lastHeader("dead-letter-reason");
        String reason =
                header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        deadLetters.add(letter.topic(), reason, Instant.ofEpochMilli(letter.timestamp()));
    }

    @Override
    public void close() {
        closed = true;
        stopped.countDown();
        TopicReader open = reader;
        if (open != null) {
            open.wakeup();
        }
    }
}
