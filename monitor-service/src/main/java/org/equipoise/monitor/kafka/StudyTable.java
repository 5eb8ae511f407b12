package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

import org.apache.kafka.streams.state.KeyValueStore;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.monitor.watch.OpenStudy;
import org.jspecify.annotations.Nullable;

/**
 * Which predictions were seen, and the studies of one task that still wait for some. A study that is closed, complete
 * or late, takes no more predictions in.
 */
final class StudyTable {

    private final KeyValueStore<String, byte[]> store;
    private final SeenIds seen;
    private final Readable readable;
    private final LongSupplier clock;

    /** @param clock wall-clock time, epoch milliseconds */
    StudyTable(KeyValueStore<String, byte[]> store, SeenIds seen, Readable readable, LongSupplier clock) {
        this.store = store;
        this.seen = seen;
        this.readable = readable;
        this.clock = clock;
    }

    /**
     * A prediction that came, and what was known of its study then.
     *
     * @param duplicate whether it was seen before
     * @param closed whether its study takes no more in
     * @param single whether it is all of its study: the mark that this is closed names the image, and no other is
     *     needed
     * @param study it is added to; null where that is closed, or is seen for the first time and not begun yet
     */
    record Arrival(
            PredictionMade prediction,
            String studyKey,
            boolean duplicate,
            boolean closed,
            boolean single,
            @Nullable OpenStudy study) {}

    Arrival arrival(PredictionMade prediction) {
        String key = prediction.model() + "/" + prediction.modelVersion() + "/" + prediction.studyId();
        byte[] closed = seen.of(closed(key));
        OpenStudy open = closed == null ? open(key) : null;
        boolean single = prediction.imagesInStudy() == 1 && closed == null && open == null;
        boolean duplicate = Arrays.equals(closed, image(prediction)) || (!single && seen.contains(prediction.id()));
        return new Arrival(prediction, key, duplicate, closed != null, single, open);
    }

    /**
     * Adds a prediction to its study, in memory.
     *
     * @param repeat as of {@link OpenStudy#add}
     * @return its study with it; null where that is closed
     */
    @Nullable OpenStudy added(Arrival arrival, boolean repeat) {
        if (arrival.closed()) {
            return null;
        }
        PredictionMade prediction = arrival.prediction();
        OpenStudy known = arrival.study();
        OpenStudy study = known == null
                ? OpenStudy.begin(prediction.labels().size(), prediction.imagesInStudy(), clock.getAsLong())
                : known;
        study.add(prediction, repeat);
        return study;
    }

    /** Whether a study waits for nothing more. */
    static boolean complete(Arrival arrival, OpenStudy study) {
        return arrival.single() || study.complete();
    }

    /** Writes that a prediction was taken in. @param study what {@link #added} made of it */
    void save(Arrival arrival, @Nullable OpenStudy study) {
        String key = arrival.studyKey();
        if (arrival.single()) {
            seen.add(closed(key), image(arrival.prediction()));
            return;
        }
        seen.add(arrival.prediction().id());
        if (study != null && complete(arrival, study)) {
            close(key);
        } else if (study != null) {
            store.put(key, study.toBytes());
        }
    }

    /** The study that waits under {@code model/version/study}. */
    @Nullable OpenStudy open(String key) {
        return read(store.get(key));
    }

    private @Nullable OpenStudy read(byte @Nullable [] bytes) {
        return readable.read(WatchStores.STUDIES, bytes, OpenStudy::fromBytes).orElse(null);
    }

    /** Those that were opened at this time or before, and those that nobody can read. */
    List<String> openedUntil(long millis) {
        List<String> late = new ArrayList<>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> {
                OpenStudy study = read(entry.value);
                if (study == null || study.openedMillis() <= millis) {
                    late.add(entry.key);
                }
            });
        }
        return late;
    }

    void close(String key) {
        store.delete(key);
        seen.add(closed(key));
    }

    /** It does not wait any more, and what comes of it is a new study. */
    void forget(String key) {
        store.delete(key);
    }

    /** {@code model/version} of the key of a study, whose own id may be anything. */
    static String versionOf(String studyKey) {
        return studyKey.substring(0, studyKey.indexOf('/', studyKey.indexOf('/') + 1));
    }

    private static byte[] image(PredictionMade prediction) {
        return prediction.imageId().getBytes(StandardCharsets.UTF_8);
    }

    private static String closed(String studyKey) {
        return "closed " + studyKey;
    }
}
