package org.equipoise.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;

import static org.assertj.core.api.Assertions.assertThat;

/** The topics of a running ingest, as others write and read them. */
final class IngestTopics {

    /** Of every dataset that is declared here. */
    static final LabelSet LABELS = new LabelSet(List.of("none", "benign"));

    private final String bootstrapServers;

    IngestTopics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    void declare(String dataset) {
        send(Topics.DATASETS_DECLARED, dataset, new DatasetDeclared(dataset, LABELS, Instant.now()));
    }

    void send(String topic, String key, Record event) {
        send(topic, key, EventCodec.write(event));
    }

    void send(String topic, String key, byte[] value) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer())) {
            assertThat(producer.send(new ProducerRecord<>(topic, key, value))).succeedsWithin(10, TimeUnit.SECONDS);
        }
    }

    /** Every event of the topic; what is none, another test has sent. */
    <T> List<T> read(String topic, Class<T> type) {
        List<T> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records(topic)) {
            try {
                events.add(EventCodec.read(record.value(), type));
            } catch (MalformedEventException e) {
                continue;
            }
        }
        return events;
    }

    List<ConsumerRecord<String, byte[]>> records(String topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (var reader = new TopicReader(bootstrapServers, List.of(topic))) {
            reader.readToEnd(records::add);
        }
        return records;
    }
}
