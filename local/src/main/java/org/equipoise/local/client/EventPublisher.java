package org.equipoise.local.client;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.jspecify.annotations.Nullable;

/** Publishes events as an imaging system would: JSON with CloudEvents headers. Thread-safe. */
public final class EventPublisher implements AutoCloseable {

    private static final String SOURCE = "equipoise/cli";
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    /** Kafka wants a delivery to outlast a request. */
    private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(11);

    private final Producer<String, byte[]> producer;
    private final Clock clock;
    private final Outage outage;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public EventPublisher(String bootstrapServers, Clock clock) {
        this(bootstrapServers, clock, Outage.silent());
    }

    /** @param outage how long Kafka may be away; closed with this */
    public EventPublisher(String bootstrapServers, Clock clock, Outage outage) {
        this(producer(bootstrapServers, outage.limit()), clock, outage);
    }

    EventPublisher(Producer<String, byte[]> producer, Clock clock, Outage outage) {
        this.producer = producer;
        this.clock = clock;
        this.outage = outage;
    }

    private static Producer<String, byte[]> producer(String bootstrapServers, Duration limit) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        int millis = (int) Math.max(SHORTEST_LIMIT.toMillis(), Math.min(limit.toMillis(), Integer.MAX_VALUE));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_TIMEOUT.toMillis());
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** Queues an event; {@link #flush} makes sure of it. */
    public void publish(String topic, String key, String id, Object event) {
        var record = new ProducerRecord<>(
                topic, null, key, EventCodec.write(event), EventHeaders.cloudEvent(topic, id, SOURCE, clock.instant()));
        try {
            outage.tell(
                    "Kafka",
                    () -> producer.send(record, (metadata, e) -> {
                        if (e == null) {
                            outage.over("Kafka");
                        } else {
                            failure.compareAndSet(null, e);
                        }
                    }));
        } catch (RetriableException e) {
            throw outage.gaveUp("Kafka", e);
        }
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
        outage.tell("Kafka", producer::flush);
        Exception e = failure.getAndSet(null);
        if (e instanceof RetriableException) {
            throw outage.gaveUp("Kafka", e);
        }
        if (e != null) {
            throw new ClientException("Kafka did not take an event: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        outage.close();
    }
}
