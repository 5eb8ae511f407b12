package org.equipoise.bench.outages;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.client.EventPublisher;
import org.equipoise.local.client.QuietLimit;
import org.equipoise.local.client.StackConnection;

/** What of a series has arrived. */
final class Arrivals {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(200);

    private final StackConnection connection;
    private final HttpSender ingest;

    Arrivals(StackConnection connection, HttpSender ingest) {
        this.connection = connection;
        this.ingest = ingest;
    }

    /**
     * A dataset as it stands.
     *
     * @param images labelled ones that are different
     * @param accepted of them
     * @param more arrivals of one that was there in another study
     */
    record Standing(long images, long accepted, long more) {

        /** Whether all of these are there, each of them once. */
        boolean isOnce(long expected) {
            return images == expected && accepted == expected && more == 0;
        }
    }

    /** What became of the images. */
    private record Seen(Set<String> ingested, Set<String> rejected) {}

    /**
     * Waits until ingest has taken every image, or nothing has moved for long.
     *
     * @return how many were taken that were not sent, or were refused: none, if all is well
     */
    int await(Series series) {
        Set<String> expected = series.ids();
        var seen = new Seen(new HashSet<>(), new HashSet<>());
        var limit = new QuietLimit(PATIENCE);
        try (TopicReader reader = connection.reader(Topics.IMAGES_INGESTED, Topics.IMAGES_REJECTED)) {
            while (!seen.ingested().containsAll(expected) && !limit.passed()) {
                reader.poll(POLL, record -> note(record, series.dataset(), seen));
                limit.moved(seen.ingested().size());
            }
        }
        Set<String> strange = new HashSet<>(seen.ingested());
        strange.removeAll(expected);
        return strange.size() + seen.rejected().size();
    }

    private static void note(ConsumerRecord<String, byte[]> record, String dataset, Seen seen) {
        try {
            if (record.topic().equals(Topics.IMAGES_INGESTED)) {
                ImageIngested event = EventCodec.read(record.value(), ImageIngested.class);
                if (event.dataset().equals(dataset)) {
                    seen.ingested().add(event.imageId());
                }
            } else {
                ImageRejected event = EventCodec.read(record.value(), ImageRejected.class);
                if (event.dataset().equals(dataset)) {
                    seen.rejected().add(event.studyId() + " " + event.sourceKey());
                }
            }
        } catch (MalformedEventException e) {
            throw new IllegalStateException("an event of ingest cannot be read", e);
        }
    }

    /** Gives every image its label: only labelled images are counted in a dataset. */
    void label(Series series) {
        Clock clock = Clock.systemUTC();
        try (var events = new EventPublisher(connection.bootstrapServers(), clock)) {
            for (int image = 0; image < series.size(); image++) {
                var label = new LabelSubmitted(
                        series.dataset(), series.id(image), Series.label(image), "reader-1", clock.instant());
                events.publish(Topics.LABELS_SUBMITTED, label.key(), label.key(), label);
            }
            events.flush();
        }
    }

    /** How the dataset stands once all are counted, or nothing has moved for long. */
    Standing standing(Series series) {
        var limit = new QuietLimit(PATIENCE);
        Standing now = now(series.dataset());
        while (now.accepted() < series.size() && !limit.passed()) {
            Waiting.of(POLL);
            now = now(series.dataset());
            limit.moved(now.accepted());
        }
        return now;
    }

    /** How the dataset stands. */
    Standing now(String dataset) {
        try {
            JsonNode summary = EventCodec.mapper().readTree(ingest.get("/datasets/" + dataset));
            return new Standing(
                    summary.path("images").asLong(),
                    summary.path("accepted").asLong(),
                    summary.path("duplicates").asLong());
        } catch (IOException e) {
            // Its process was killed, perhaps.
            return new Standing(0, 0, 0);
        }
    }

    /** Records of each dead-letter topic that has any. */
    Map<String, Integer> deadLetters() {
        Map<String, Integer> letters = new HashMap<>();
        try (TopicReader reader =
                connection.reader(Topics.all().stream().map(Topics::deadLetters).toArray(String[]::new))) {
            reader.readToEnd(record -> letters.merge(record.topic(), 1, Integer::sum));
        }
        return letters;
    }
}
