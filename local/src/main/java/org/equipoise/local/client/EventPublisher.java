package org.equipoise.local.client;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.jspecify.annotations.Nullable;

/** Publishes events as an imaging system would: JSON with CloudEvents headers. Thread-safe. */
public final class EventPublisher implements AutoCloseable {

    private static final String SOURCE = "equipoise/cli";

    private final Producer<String, byte[]> producer;
    private final Clock clock;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public EventPublisher(String bootstrapServers, Clock clock) {
        this(producer(bootstrapServers), clock);
    }

    EventPublisher(Producer<String, byte[]> producer, Clock clock) {
        this.producer = producer;
        this.clock = clock;
    }

    private static Producer<String, byte[]> producer(String bootstrapServers) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** Queues an event; {@link #flush} makes sure of it. */
    public void publish(String topic, String key, String id, Object event) {
        var record = new ProducerRecord<>(
                topic, null, key, EventCodec.write(event), EventHeaders.cloudEvent(topic, id, SOURCE, clock.instant()));
        producer.send(record, (metadata, e) -> {
            if (e != null) {
                failure.compareAndSet(null, e);
            }
        });
    }

    /** Publishes bytes as they are, and waits: for what is no event, such as a test of bad input. */
    public void publishRaw(String topic, @Nullable String key, byte @Nullable [] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (ExecutionException e) {
            throw new ClientException("Kafka did not take a record for " + topic, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException("interrupted while publishing to " + topic, e);
        }
    }

    /** Waits until Kafka has every queued event. */
    public void flush() {
        producer.flush();
        Exception e = failure.getAndSet(null);
        if (e != null) {
            throw new ClientException("Kafka did not take an event: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close(java.time.Duration.ofSeconds(5));
    }
}
