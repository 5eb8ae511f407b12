package org.equipoise.local.client;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.jspecify.annotations.Nullable;

/** Freezes datasets, and finds and compares frozen versions. */
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
        return freeze(dataset, side, null, null);
    }

    /**
     * Freezes what the dataset holds now.
     *
     * @param window what samples of 16 bits are seen through: {@code LOW:HIGH} in stored values, {@code LOW:HIGHHU} in
     *     Hounsfield units, or {@code percentiles}; absent: ingest decides
     * @param fit how images of another aspect come into the shape: {@code stretch}, {@code pad} or {@code crop};
     *     absent: stretched
     * @throws ClientException if ingest refuses, with its answer
     */
    public DatasetFrozen freeze(String dataset, @Nullable Integer side, @Nullable String window, @Nullable String fit) {
        return freeze(dataset, side, window, fit, false);
    }

    /**
     * The same for a training, which needs a validation split: a dataset without one gets some of its training images
     * as one.
     *
     * @throws ClientException if ingest refuses, with its answer
     */
    public DatasetFrozen freezeToTrain(
            String dataset, @Nullable Integer side, @Nullable String window, @Nullable String fit) {
        return freeze(dataset, side, window, fit, true);
    }

    private DatasetFrozen freeze(
            String dataset,
            @Nullable Integer side,
            @Nullable String window,
            @Nullable String fit,
            boolean validationFromTraining) {
        Map<String, Object> wish = new HashMap<>();
        if (validationFromTraining) {
            wish.put("validationFromTraining", true);
        }
        if (side != null) {
            wish.put("side", side);
        }
        if (window != null) {
            wish.put("window", window);
        }
        if (fit != null) {
            wish.put("fit", fit);
        }
        return ingest.post("/datasets/" + dataset + "/freeze", wish, DatasetFrozen.class);
    }

    /**
     * Freezes what the dataset of this version holds now, to train: at the same side, through the same window, fitted
     * the same way.
     */
    public DatasetFrozen freezeLike(DatasetFrozen version) {
        ValueWindow window = version.window();
        return freezeToTrain(
                version.dataset(),
                side(version.shape()),
                window == null ? null : window.low() + ":" + window.high(),
                version.fit() == null ? null : version.format().fit().word());
    }

    /** To ask for, to get this shape again; absent for one that no side gives, which ingest had decided. */
    static @Nullable Integer side(InputShape shape) {
        return shape.width() == shape.height() ? shape.width() : null;
    }

    /**
     * What differs between two frozen versions.
     *
     * @param from absent: the one frozen before {@code to}
     * @param to absent: the newest
     * @throws ClientException if ingest refuses, with its answer
     */
    public DatasetDiff diff(String dataset, @Nullable String from, @Nullable String to) {
        String query = Stream.of(parameter("from", from), parameter("to", to))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("&"));
        return ingest.get("/datasets/" + dataset + "/diff" + (query.isEmpty() ? "" : "?" + query), DatasetDiff.class);
    }

    /**
     * Writes a frozen version as a zip of its images and a table.
     *
     * @return bytes written
     * @throws ClientException if ingest refuses, with its answer
     * @throws IOException if ingest broke off, or {@code out} failed
     */
    public long export(String dataset, String version, OutputStream out) throws IOException {
        long[] bytes = new long[1];
        ingest.download(
                "/datasets/" + dataset + "/versions/" + version + "/export",
                "application/zip",
                in -> bytes[0] = in.transferTo(out));
        return bytes[0];
    }

    private static Optional<String> parameter(String name, @Nullable String version) {
        return Optional.ofNullable(version).map(v -> name + "=" + v);
    }

    /** Every frozen version that Kafka knows, once, by the time of its last freezing, oldest first. */
    public List<DatasetFrozen> frozen() {
        Map<String, List<DatasetFrozen>> byKey = new LinkedHashMap<>();
        try (TopicReader reader = connection.reader(Topics.DATASETS_FROZEN)) {
            reader.readToEnd(record -> {
                String key = String.valueOf(record.key());
                if (record.value() == null) {
                    // It was deleted.
                    byKey.remove(key);
                    return;
                }
                read(record.value(), DatasetFrozen.class)
                        .ifPresent(event -> byKey.computeIfAbsent(key, k -> new ArrayList<>())
                                .add(event));
            });
        }
        return once(byKey.values().stream().flatMap(List::stream).toList());
    }

    /** The classes of a dataset and what else they are called, as they were declared last; empty if nobody did. */
    public Optional<DatasetDeclared> declaration(String dataset) {
        return declaration(dataset, events(Topics.DATASETS_DECLARED, DatasetDeclared.class));
    }

    static Optional<DatasetDeclared> declaration(String dataset, List<DatasetDeclared> events) {
        return events.stream()
                .filter(event -> event.dataset().equals(dataset))
                .reduce((before, event) -> event.replaces(before) ? event : before);
    }

    private <T> List<T> events(String topic, Class<T> type) {
        List<T> events = new ArrayList<>();
        try (TopicReader reader = connection.reader(topic)) {
            reader.readToEnd(record -> read(record.value(), type).ifPresent(events::add));
        }
        return events;
    }

    /** Empty for what is no event: its consumer makes it a dead letter. */
    private static <T> Optional<T> read(byte @Nullable [] value, Class<T> type) {
        try {
            return Optional.of(EventCodec.read(value, type));
        } catch (MalformedEventException e) {
            return Optional.empty();
        }
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
