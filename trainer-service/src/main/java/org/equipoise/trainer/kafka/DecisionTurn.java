package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.equipoise.common.messaging.ProducerFailures;
import org.equipoise.trainer.registry.OvertakenException;

/**
 * The turn to decide about one model, held by a transactional id that follows from its name: the brokers let only the
 * process that opened it last commit.
 */
final class DecisionTurn implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final String model;
    private final KafkaProducer<byte[], byte[]> producer;

    private DecisionTurn(String model, KafkaProducer<byte[], byte[]> producer) {
        this.model = model;
        this.producer = producer;
    }

    static DecisionTurn open(String bootstrapServers, String model) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "decide-" + model);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 15_000);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        var turn = new DecisionTurn(
                model, new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
        try {
            turn.producer.initTransactions();
        } catch (RuntimeException e) {
            turn.close();
            // Two that open at the same moment may fence each other already here.
            throw overtaken(model, e);
        }
        return turn;
    }

    /** Publishes a record alone in its transaction, and waits until it is committed. */
    void publish(ProducerRecord<byte[], byte[]> decision) {
        try {
            producer.beginTransaction();
            producer.send(decision);
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw overtaken(model, e);
        }
    }

    private static RuntimeException overtaken(String model, RuntimeException e) {
        return ProducerFailures.isFenced(e) ? new OvertakenException("another process decides about " + model, e) : e;
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
