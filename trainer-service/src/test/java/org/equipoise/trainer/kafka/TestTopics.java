package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;

/** Writes to and reads from topics, as the other services would; one for all tests of a running service. */
@Singleton
final class TestTopics {

    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;

    TestTopics(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    void send(String topic, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot write to " + topic, e);
        }
    }

    void send(String topic, String key, String value) {
        send(topic, key, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Every record of a topic with this key, so far: what was just committed may not be there yet. */
    List<ConsumerRecord<String, byte[]>> read(String topic, String key) {
        return read(topic).stream().filter(record -> key.equals(record.key())).toList();
    }

    /** Every record of a topic, so far. */
    List<ConsumerRecord<String, byte[]>> read(String topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (var reader = new TopicReader(bootstrapServers, List.of(topic))) {
            reader.readToEnd(records::add);
        }
        return records;
    }

    /** The events of a topic with this key, so far. */
    <T> List<T> events(String topic, String key, Class<T> type) {
        return read(topic, key).stream().map(record -> event(record, type)).toList();
    }

    /** The events of a topic, so far. */
    <T> List<T> events(String topic, Class<T> type) {
        return read(topic).stream().map(record -> event(record, type)).toList();
    }

    private static <T> T event(ConsumerRecord<String, byte[]> record, Class<T> type) {
        try {
            return EventCodec.read(record.value(), type);
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }

    /** Ids of a group's consumers; none where there is no such group. */
    List<String> members(String group) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var described = admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group);
            return Objects.requireNonNull(described).get().members().stream()
                    .map(MemberDescription::consumerId)
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return List.of();
            }
            throw new IllegalStateException(e);
        }
    }

    @PreDestroy
    void close() {
        producer.close();
    }
}
