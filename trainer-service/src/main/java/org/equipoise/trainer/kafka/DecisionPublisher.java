package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.Topics;
import org.equipoise.trainer.metrics.TrainerMetrics;
import org.equipoise.trainer.registry.RegistryEvents;

/** Publishes what the registry and the gate say, and waits until the broker has it. */
@ApplicationScoped
class DecisionPublisher implements RegistryEvents {

    static final String SOURCE = "equipoise/trainer-service";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final MutinyEmitter<byte[]> models;
    private final TrainerMetrics metrics;
    private final String bootstrapServers;

    DecisionPublisher(
            @Channel("models-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> models,
            TrainerMetrics metrics,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.models = models;
        this.metrics = metrics;
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public void trained(ModelTrained event) {
        String id = "trained/" + event.model() + "/" + event.version();
        send(Topics.MODELS_TRAINED, event.model(), id, event.trainedAt(), EventCodec.write(event));
    }

    @Override
    public void decided(ModelDecided event) {
        try (Turn turn = turn(event.model())) {
            turn.decided(event);
        }
    }

    @Override
    public Turn turn(String model) {
        DecisionTurn turn = DecisionTurn.open(bootstrapServers, model);
        return new Turn() {
            @Override
            public void decided(ModelDecided event) {
                turn.publish(record(event));
                metrics.decided(event);
            }

            @Override
            public void close() {
                turn.close();
            }
        };
    }

    private static ProducerRecord<byte[], byte[]> record(ModelDecided event) {
        // A version is judged once, but may be taken out and brought back again and again.
        String occasion = event.reason() == null ? "" : "/" + event.decidedAt();
        String id = "decided/" + event.model() + "/" + event.version() + occasion;
        return new ProducerRecord<>(
                Topics.MODELS_DECIDED,
                null,
                event.model().getBytes(StandardCharsets.UTF_8),
                EventCodec.write(event),
                EventHeaders.cloudEvent(Topics.MODELS_DECIDED, id, SOURCE, event.decidedAt()));
    }

    private void send(String topic, String key, String id, Instant time, byte[] value) {
        var metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withTopic(topic)
                .withKey(key.getBytes(StandardCharsets.UTF_8))
                .withHeaders(new RecordHeaders(EventHeaders.cloudEvent(topic, id, SOURCE, time)))
                .build();
        models.sendMessage(Message.of(value).addMetadata(metadata)).await().atMost(TIMEOUT);
    }
}
