package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.trainer.training.DatasetCatalogue;
import org.jspecify.annotations.Nullable;

/** Finds frozen datasets by reading their topic, which is compacted and short. */
@ApplicationScoped
class TrainingDatasets implements DatasetCatalogue {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final FollowedRecords records;

    TrainingDatasets(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, FollowedRecords records) {
        this.bootstrapServers = bootstrapServers;
        this.records = records;
    }

    /** The last record of this version that is one: what else lies under its key changes nothing. */
    @Override
    public Optional<DatasetFrozen> find(String dataset, String version) {
        String key = dataset + "/" + version;
        AtomicReference<@Nullable DatasetFrozen> found = new AtomicReference<>();
        try (var reader = new TopicReader(bootstrapServers, List.of(Topics.DATASETS_FROZEN))) {
            reader.readToEnd(PATIENCE, record -> {
                if (!key.equals(record.key())) {
                    return;
                }
                if (record.value() == null) {
                    // Somebody deleted it.
                    found.set(null);
                    return;
                }
                records.take(record, DatasetFrozen.class, frozen -> {
                    if (frozen.key().equals(key)) {
                        found.set(frozen);
                    }
                });
            });
        }
        return Optional.ofNullable(found.get());
    }
}
