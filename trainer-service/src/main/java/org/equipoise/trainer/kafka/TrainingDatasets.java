package org.equipoise.trainer.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.trainer.training.DatasetCatalogue;

/** Finds frozen datasets by reading their topic, which is compacted and short. */
@ApplicationScoped
class TrainingDatasets implements DatasetCatalogue {

    private final String bootstrapServers;
    private final TrainingPublisher publisher;

    TrainingDatasets(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, TrainingPublisher publisher) {
        this.bootstrapServers = bootstrapServers;
        this.publisher = publisher;
    }

    @Override
    public Optional<DatasetFrozen> find(String dataset, String version) {
        String key = dataset + "/" + version;
        List<DatasetFrozen> found = new ArrayList<>();
        try (var reader = new TopicReader(bootstrapServers, List.of(Topics.DATASETS_FROZEN))) {
            reader.readToEnd(record -> {
                if (key.equals(record.key())) {
                    found.clear();
                    read(record).ifPresent(found::add);
                }
            });
        }
        return found.stream().findFirst();
    }

    private Optional<DatasetFrozen> read(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(EventCodec.read(record.value(), DatasetFrozen.class));
        } catch (MalformedEventException e) {
            publisher.deadLetter(record, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
