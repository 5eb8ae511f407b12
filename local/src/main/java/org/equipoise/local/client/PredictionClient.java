package org.equipoise.local.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.words.Counted;
import org.equipoise.local.client.Publication.PublishedImage;
import org.jspecify.annotations.Nullable;

/** Collects the answers to published studies. */
public final class PredictionClient {

    private final StackConnection connection;

    public PredictionClient(StackConnection connection) {
        this.connection = connection;
    }

    /**
     * What became of one image.
     *
     * @param prediction absent when it was refused
     * @param refusal why it was refused, if it was
     */
    public record Answer(
            PublishedImage image,
            @Nullable PredictionMade prediction,
            @Nullable String refusal) {}

    /**
     * Waits until every image is predicted or refused.
     *
     * @param patience how long nothing may happen
     * @return in the publication's order
     * @throws ClientException if nothing happens for that long, or the model has no champion
     */
    public List<Answer> collect(Publication publication, Duration patience, Progress progress) {
        try (var outage = Outage.silent()) {
            return collect(publication, patience, outage, progress);
        }
    }

    /** The same, with a word when Kafka is away. */
    public List<Answer> collect(Publication publication, Duration patience, Outage outage, Progress progress) {
        var state = new Collection(publication);
        try (TopicReader reader = outage.survive(
                "Kafka",
                () -> connection.reader(
                        Topics.IMAGES_INGESTED,
                        Topics.IMAGES_REJECTED,
                        Topics.PREDICTIONS_MADE,
                        Topics.deadLetters(Topics.IMAGES_INGESTED)))) {
            var limit = new QuietLimit(patience);
            while (state.answers.size() < publication.images().size()) {
                reader.poll(Duration.ofMillis(200), state::accept);
                int done = state.answers.size();
                if (limit.moved(done)) {
                    progress.report("scoring", done, publication.images().size());
                    outage.over("scoring");
                } else {
                    outage.quiet("scoring", limit.quiet(), patience);
                    if (limit.passed()) {
                        throw new ClientException("nothing was scored for " + patience.toSeconds() + " s: "
                                + done + " of "
                                + Counted.of(publication.images().size(), "image has", "images have")
                                + " an answer. \"./equipoise status\" says what is away. "
                                + outage.again());
                    }
                }
            }
        }
        return state.answers(publication);
    }

    private static String key(String studyId, String second) {
        return studyId + " " + second;
    }

    /** What is known so far of the answers to a publication. */
    static final class Collection {
        private final Map<String, PublishedImage> expected = new HashMap<>();
        private final Set<String> studies = new HashSet<>();
        /** Study and image id to the images that have these pixels: a study may carry the same pixels twice. */
        private final Map<String, Set<String>> byPixels = new HashMap<>();

        private final Map<String, PredictionMade> predictions = new HashMap<>();
        private final Map<String, Answer> answers = new LinkedHashMap<>();

        Collection(Publication publication) {
            for (PublishedImage image : publication.images()) {
                expected.put(key(image.studyId(), image.objectKey()), image);
                studies.add(image.studyId());
            }
        }

        /** In the publication's order. */
        List<Answer> answers(Publication publication) {
            return publication.images().stream()
                    .map(image -> answers.getOrDefault(
                            key(image.studyId(), image.objectKey()), new Answer(image, null, "lost")))
                    .toList();
        }

        void accept(ConsumerRecord<String, byte[]> record) {
            try {
                switch (record.topic()) {
                    case Topics.IMAGES_INGESTED -> ingested(EventCodec.read(record.value(), ImageIngested.class));
                    case Topics.IMAGES_REJECTED -> {
                        ImageRejected event = EventCodec.read(record.value(), ImageRejected.class);
                        answer(
                                key(event.studyId(), event.sourceKey()),
                                null,
                                event.reason().code() + ": " + event.detail());
                    }
                    case Topics.PREDICTIONS_MADE -> {
                        PredictionMade event = EventCodec.read(record.value(), PredictionMade.class);
                        if (studies.contains(event.studyId())) {
                            predictions.put(key(event.studyId(), event.imageId()), event);
                            settle(key(event.studyId(), event.imageId()));
                        }
                    }
                    default -> {
                        ImageIngested event = EventCodec.read(record.value(), ImageIngested.class);
                        event.sourceKeys()
                                .forEach(sourceKey -> answer(key(event.studyId(), sourceKey), null, reason(record)));
                    }
                }
            } catch (MalformedEventException e) {
                // Not one of ours.
                return;
            }
        }

        private void ingested(ImageIngested event) {
            for (String sourceKey : event.sourceKeys()) {
                String id = key(event.studyId(), sourceKey);
                if (expected.containsKey(id)) {
                    String pixels = key(event.studyId(), event.imageId());
                    byPixels.computeIfAbsent(pixels, p -> new HashSet<>()).add(id);
                    settle(pixels);
                }
            }
        }

        private void settle(String pixels) {
            PredictionMade prediction = predictions.get(pixels);
            if (prediction != null) {
                List<String> ids = new ArrayList<>(byPixels.getOrDefault(pixels, Set.of()));
                ids.forEach(id -> answer(id, prediction, null));
            }
        }

        private void answer(String id, @Nullable PredictionMade prediction, @Nullable String refusal) {
            PublishedImage image = expected.get(id);
            if (image != null) {
                answers.put(id, new Answer(image, prediction, refusal));
            }
        }

        private static String reason(ConsumerRecord<String, byte[]> record) {
            var header = record.headers().lastHeader("dead-letter-reason");
            return header == null ? "not scored" : new String(header.value(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
