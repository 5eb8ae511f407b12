package org.equipoise.bench.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.local.client.QuietLimit;
import org.equipoise.local.client.StackConnection;

/** Notes when each event of a topic could first be read, from now on. */
final class TopicTap<T> implements AutoCloseable {

    private final TopicReader reader;
    private final Class<T> type;
    private final Function<T, String> id;
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
    private final AtomicLong duplicates = new AtomicLong();
    private final Thread thread;
    private volatile boolean closing;

    TopicTap(StackConnection connection, String topic, Class<T> type, Function<T, String> id) {
        reader = connection.reader(topic);
        reader.seekToEnd();
        this.type = type;
        this.id = id;
        thread = new Thread(this::read, "tap-" + topic);
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        while (!closing) {
            reader.poll(Duration.ofMillis(100), record -> {
                long now = System.nanoTime();
                try {
                    if (arrivals.putIfAbsent(id.apply(EventCodec.read(record.value(), type)), now) != null) {
                        duplicates.incrementAndGet();
                    }
                } catch (MalformedEventException e) {
                    throw new IllegalStateException("a service published what is no " + type.getSimpleName(), e);
                }
            });
        }
    }

    /**
     * Waits until {@code count} different events arrived.
     *
     * @param patience how long nothing may arrive
     */
    void await(int count, Duration patience) {
        var limit = new QuietLimit(patience);
        for (int now = arrivals.size(); now < count; now = arrivals.size()) {
            if (!limit.moved(now) && limit.passed()) {
                throw new IllegalStateException("only " + now + " of " + count + " " + type.getSimpleName()
                        + " came, none for " + patience.toSeconds() + " s");
            }
            Pause.of(Duration.ofMillis(5));
        }
    }

    /** {@link System#nanoTime} of arrival by id. */
    Map<String, Long> arrivals() {
        return arrivals;
    }

    /** When the last event so far arrived. */
    long last() {
        return arrivals.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    /** Events that came more than once. */
    long duplicates() {
        return duplicates.get();
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reader.close();
    }
}
