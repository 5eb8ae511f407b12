package org.equipoise.ingest.kafka;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.labels.Vocabulary;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.ingest.freezing.StandingImage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads the compacted logs to their end: what a dataset is at this moment. Cost: the whole log, every time. */
public final class DatasetLog {

    private static final Logger LOG = Logger.getLogger(DatasetLog.class);

    private final String bootstrapServers;
    private final InstantSource clock;

    public DatasetLog(String bootstrapServers, InstantSource clock) {
        this.bootstrapServers = bootstrapServers;
        this.clock = clock;
    }

    /** A dataset as the logs have it. */
    public record Content(Optional<Vocabulary> vocabulary, Collection<StandingImage> images) {}

    /** Everything committed about this dataset before the call. */
    public Content read(String dataset) {
        Map<String, StandingImage> images = new HashMap<>();
        Map<String, DatasetDeclared> declared = new HashMap<>();
        try (var reader = new TopicReader(bootstrapServers, List.of(Topics.DATASETS_DECLARED, Topics.LABELS_CHECKED))) {
            reader.readToEnd(record -> {
                try {
                    take(record, dataset, images, declared);
                } catch (MalformedEventException e) {
                    LOG.warnf(
                            "record skipped: topic=%s partition=%d offset=%d reason=%s",
                            record.topic(), record.partition(), record.offset(), e.getMessage());
                }
            });
        }
        return new Content(
                Optional.ofNullable(declared.get(dataset)).map(DatasetDeclared::vocabulary),
                List.copyOf(images.values()));
    }

    private static void erased(@Nullable String key, String dataset, Map<String, StandingImage> images) {
        if (key != null && key.startsWith(dataset + "/")) {
            images.remove(key.substring(dataset.length() + 1));
        }
    }

    private void take(
            ConsumerRecord<String, byte[]> record,
            String dataset,
            Map<String, StandingImage> images,
            Map<String, DatasetDeclared> declared)
            throws MalformedEventException {
        if (record.value() == null && record.topic().equals(Topics.LABELS_CHECKED)) {
            erased(record.key(), dataset, images);
        } else if (record.topic().equals(Topics.DATASETS_DECLARED)) {
            DatasetDeclared event = EventCodec.read(record.value(), DatasetDeclared.class, clock.instant());
            declared.merge(event.dataset(), event, (before, read) -> read.replaces(before) ? read : before);
        } else if (record.key() != null && record.key().startsWith(dataset + "/")) {
            LabelChecked event = EventCodec.read(record.value(), LabelChecked.class);
            images.put(event.imageId(), new StandingImage(event, TraitHeaders.read(record.headers())));
        }
    }
}
