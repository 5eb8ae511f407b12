package org.equipoise.ingest.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.versions.FrozenVersions;
import org.jboss.logging.Logger;

/** Reads {@code datasets.frozen} to its end: which versions there are. One record a version, as it is compacted. */
public final class FrozenLog implements FrozenVersions {

    private static final Logger LOG = Logger.getLogger(FrozenLog.class);

    private final String bootstrapServers;

    public FrozenLog(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public List<DatasetFrozen> of(String dataset) {
        return inOrder(dataset, events(dataset + "/"));
    }

    /** The versions of all datasets, each once, by dataset, and in the same order. */
    List<DatasetFrozen> all() {
        List<DatasetFrozen> events = events("");
        return events.stream()
                .map(DatasetFrozen::dataset)
                .distinct()
                .sorted()
                .flatMap(dataset -> inOrder(dataset, events).stream())
                .toList();
    }

    private List<DatasetFrozen> events(String prefix) {
        List<DatasetFrozen> events = new ArrayList<>();
        try (var reader = new TopicReader(bootstrapServers, List.of(Topics.DATASETS_FROZEN))) {
            reader.readToEnd(record -> {
                if (record.key() == null || !record.key().startsWith(prefix)) {
                    return;
                }
                if (record.value() == null) {
                    events.removeIf(event -> event.key().equals(record.key()));
                    return;
                }
                try {
                    events.add(EventCodec.read(record.value(), DatasetFrozen.class));
                } catch (MalformedEventException e) {
                    LOG.warnf(
                            "record skipped: topic=%s partition=%d offset=%d reason=%s",
                            record.topic(), record.partition(), record.offset(), e.getMessage());
                }
            });
        }
        return events;
    }

    /** Each version once, as it was frozen last. A key may lie about what is below it. */
    static List<DatasetFrozen> inOrder(String dataset, Collection<DatasetFrozen> events) {
        Map<String, DatasetFrozen> last = new HashMap<>();
        events.stream()
                .filter(event -> event.dataset().equals(dataset))
                .forEach(event -> last.merge(
                        event.version(),
                        event,
                        (before, read) -> read.frozenAt().isBefore(before.frozenAt()) ? before : read));
        return last.values().stream()
                .sorted(Comparator.comparing(DatasetFrozen::frozenAt).thenComparing(DatasetFrozen::version))
                .toList();
    }
}
