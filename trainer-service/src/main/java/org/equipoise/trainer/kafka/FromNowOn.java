package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.equipoise.common.messaging.TopicReader;
import org.jspecify.annotations.Nullable;

/**
 * A follower's place in its topics: at first their end, later where it stood, so that nothing that is written while the
 * brokers are away stays unheard. For one thread.
 */
final class FromNowOn {

    private @Nullable Map<TopicPartition, Long> positions;

    /** Puts a reader that was just opened to its place. */
    void opened(TopicReader reader) {
        Map<TopicPartition, Long> stood = positions;
        if (stood == null) {
            positions = reader.seekToEnd();
        } else {
            reader.seek(stood);
        }
    }

    /** Reads on for a moment. */
    void poll(TopicReader reader, Duration timeout, Consumer<ConsumerRecord<String, byte[]>> handler) {
        reader.poll(timeout, handler);
        positions = reader.positions();
    }
}
