package org.equipoise.bench.stack;

import java.time.Duration;
import java.util.function.ObjLongConsumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.local.client.StackConnection;

/** Reads what is published to a topic from now on, in a thread of its own, and when each record could first be read. */
public final class LiveTopic implements AutoCloseable {

    private final TopicReader reader;
    private final Thread thread;
    private volatile boolean closing;

    /**
     * Begins to read.
     *
     * @param poll how long one poll waits
     * @param arrived gets each committed record, and {@link System#nanoTime} when it was there
     */
    public LiveTopic(
            StackConnection connection,
            String topic,
            Duration poll,
            ObjLongConsumer<ConsumerRecord<String, byte[]>> arrived) {
        reader = connection.reader(topic);
        reader.seekToEnd();
        thread = new Thread(() -> read(poll, arrived), "live-" + topic);
        thread.setDaemon(true);
        thread.start();
    }

    private void read(Duration poll, ObjLongConsumer<ConsumerRecord<String, byte[]>> arrived) {
        while (!closing) {
            reader.poll(poll, record -> arrived.accept(record, System.nanoTime()));
        }
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
