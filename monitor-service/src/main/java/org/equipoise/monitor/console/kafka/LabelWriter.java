package org.equipoise.monitor.console.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.Topics;
import org.jspecify.annotations.Nullable;

/** Writes labels; each is stored by the brokers before the annotator is told so. */
public final class LabelWriter implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String bootstrapServers;
    private @Nullable KafkaProducer<String, byte[]> producer;

    public LabelWriter(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Writes one label.
     *
     * @throws KafkaException if the brokers do not take it in time; it may be sent again
     */
    public void write(LabelSubmitted label) {
        String id = label.key() + "/" + label.annotator() + "/" + label.submittedAt();
        var record = new ProducerRecord<>(
                Topics.LABELS_SUBMITTED,
                null,
                label.key(),
                EventCodec.write(label),
                EventHeaders.cloudEvent(Topics.LABELS_SUBMITTED, id, "equipoise/monitor-service", label.submittedAt()));
        try {
            producer().send(record).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the label was not stored", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while the label was being stored", e);
        }
    }

    private synchronized KafkaProducer<String, byte[]> producer() {
        KafkaProducer<String, byte[]> known = producer;
        if (known == null) {
            Map<String, Object> config = Map.of(
                    "bootstrap.servers",
                    bootstrapServers,
                    "acks",
                    "all",
                    "enable.idempotence",
                    true,
                    "max.block.ms",
                    PATIENCE.toMillis(),
                    "delivery.timeout.ms",
                    (int) PATIENCE.toMillis(),
                    "request.timeout.ms",
                    (int) PATIENCE.toMillis() / 2);
            known = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
            producer = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}
