package org.equipoise.monitor.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.common.events.LabelDeferred;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.Topics;
import org.jspecify.annotations.Nullable;

/** Writes what a person said in the console; it is stored by the brokers before the person is told so. */
public final class EventWriter implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String bootstrapServers;
    private @Nullable KafkaProducer<String, byte[]> producer;

    public EventWriter(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Writes one label.
     *
     * @param id of the event; a label that is sent again has the same
     */
    public void write(LabelSubmitted label, String id) {
        write(Topics.LABELS_SUBMITTED, label.key(), id, label, label.submittedAt());
    }

    /** Writes that somebody gave no label. */
    public void write(LabelDeferred deferral) {
        write(
                Topics.LABELS_DEFERRED,
                deferral.key(),
                deferral.key() + "/" + deferral.annotator() + "/" + deferral.deferredAt() + "/" + deferral.withdraws(),
                deferral,
                deferral.deferredAt());
    }

    /** Writes one silence. */
    public void write(AlertsSilenced silence) {
        write(
                Topics.ALERTS_SILENCED,
                silence.silenceId(),
                silence.silenceId() + "/" + silence.until(),
                silence,
                silence.from());
    }

    /** @throws KafkaException if the brokers do not take it in time; it may be sent again */
    private void write(String topic, String key, String id, Object event, Instant at) {
        var record = new ProducerRecord<>(
                topic,
                null,
                key,
                EventCodec.write(event),
                EventHeaders.cloudEvent(topic, id, "equipoise/monitor-service", at));
        try {
            producer().send(record).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("it was not stored", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while it was being stored", e);
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
