package org.equipoise.bench.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.bench.stack.LiveTopic;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.local.client.QuietLimit;
import org.equipoise.local.client.StackConnection;

/** Notes when each event of a topic could first be read, from now on. */
final class TopicTap<T> implements AutoCloseable {

    private final Class<T> type;
    private final Function<T, String> id;
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
    private final AtomicLong duplicates = new AtomicLong();
    private final LiveTopic live;

    TopicTap(StackConnection connection, String topic, Class<T> type, Function<T, String> id) {
        this.type = type;
        this.id = id;
        live = new LiveTopic(connection, topic, Duration.ofMillis(100), this::arrived);
    }

    private void arrived(ConsumerRecord<String, byte[]> record, long now) {
        try {
            if (arrivals.putIfAbsent(id.apply(EventCodec.read(record.value(), type)), now) != null) {
                duplicates.incrementAndGet();
            }
        } catch (MalformedEventException e) {
            throw new IllegalStateException("a service published what is no " + type.getSimpleName(), e);
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
        live.close();
    }
}
