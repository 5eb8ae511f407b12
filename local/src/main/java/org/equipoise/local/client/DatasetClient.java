package org.equipoise.local.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.jspecify.annotations.Nullable;

/** Freezes datasets and finds frozen versions. */
public final class DatasetClient {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final StackConnection connection;
    private final ServiceHttp ingest;

    public DatasetClient(StackConnection connection) {
        this.connection = connection;
        ingest = new ServiceHttp(connection, "ingest-service", PATIENCE);
    }

    /**
     * Freezes what the dataset holds now.
     *
     * @param side fit the images to this many pixels on each side; absent: ingest decides
     * @throws ClientException if ingest refuses, with its answer
     */
    public DatasetFrozen freeze(String dataset, @Nullable Integer side) {
        Map<String, Integer> wish = side == null ? Map.of() : Map.of("side", side);
        return ingest.post("/datasets/" + dataset + "/freeze", wish, DatasetFrozen.class);
    }

    /** Every frozen version that Kafka knows, once, by the time of its last freezing, oldest first. */
    public List<DatasetFrozen> frozen() {
        List<DatasetFrozen> events = new ArrayList<>();
        try (TopicReader reader = connection.reader(Topics.DATASETS_FROZEN)) {
            reader.readToEnd(record -> {
                try {
                    events.add(EventCodec.read(record.value(), DatasetFrozen.class));
                } catch (MalformedEventException e) {
                    // Not a version.
                    return;
                }
            });
        }
        return once(events);
    }

    /** The same content frozen again is the same version: Kafka tells of it again, and no person needs to hear it. */
    static List<DatasetFrozen> once(List<DatasetFrozen> events) {
        Map<String, DatasetFrozen> last = new HashMap<>();
        events.stream()
                .sorted(Comparator.comparing(DatasetFrozen::frozenAt))
                .forEach(event -> last.put(event.dataset() + "/" + event.version(), event));
        return last.values().stream()
                .sorted(Comparator.comparing(DatasetFrozen::frozenAt))
                .toList();
    }

    /** The newest frozen version of one dataset. */
    public Optional<DatasetFrozen> latest(String dataset) {
        return frozen().stream().filter(v -> v.dataset().equals(dataset)).reduce((older, newer) -> newer);
    }
}
