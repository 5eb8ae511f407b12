package org.equipoise.local.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.words.Counted;
import org.equipoise.local.client.Publication.PublishedImage;

/**
 * Waits until ingest has dealt with everything that was published: each image ingested or rejected, each label checked.
 */
public final class IngestionProgress {

    private final String dataset;
    private final Map<String, PublishedImage> expected = new HashMap<>();
    private final Map<String, ImageIngested> ingested = new LinkedHashMap<>();
    private final Map<String, ImageRejected> rejected = new LinkedHashMap<>();
    private final Map<String, LabelChecked> standings = new HashMap<>();
    private final Set<String> checked = new HashSet<>();

    IngestionProgress(Publication publication) {
        dataset = publication.dataset();
        publication.images().forEach(image -> expected.put(id(image.studyId(), image.objectKey()), image));
    }

    /**
     * What became of a publication.
     *
     * @param ingested one event per image that was taken, the same one for images of a study with the same pixels
     * @param rejected one event per image that was refused
     * @param standings the last standing of every image that was taken with a label
     * @param dataset the standings of all images of the dataset, as far as they were read
     */
    public record Result(
            List<ImageIngested> ingested,
            List<ImageRejected> rejected,
            List<LabelChecked> standings,
            List<LabelChecked> dataset) {

        /** Images with pixels of their own, in the whole dataset. */
        public long distinct() {
            return ingested.stream().map(ImageIngested::key).distinct().count();
        }

        /** Images whose label may be trained on. */
        public long accepted() {
            return standings.stream()
                    .filter(s -> s.standing() == LabelChecked.Standing.ACCEPTED)
                    .count();
        }
    }

    /**
     * Waits.
     *
     * @param patience how long nothing at all may happen
     * @throws ClientException if nothing happens for that long
     */
    public static Result await(
            StackConnection connection, Publication publication, Duration patience, Progress progress) {
        try (var outage = Outage.silent()) {
            return await(connection, publication, patience, outage, progress);
        }
    }

    /** The same, with a word when Kafka is away. */
    public static Result await(
            StackConnection connection, Publication publication, Duration patience, Outage outage, Progress progress) {
        var state = new IngestionProgress(publication);
        boolean labelled = publication.images().stream().anyMatch(image -> image.label() != null);
        String[] topics = labelled
                ? new String[] {Topics.IMAGES_INGESTED, Topics.IMAGES_REJECTED, Topics.LABELS_CHECKED}
                : new String[] {Topics.IMAGES_INGESTED, Topics.IMAGES_REJECTED};
        try (TopicReader reader = outage.survive("Kafka", () -> connection.reader(topics))) {
            var limit = new QuietLimit(patience);
            while (!state.complete()) {
                reader.poll(Duration.ofMillis(200), state::accept);
                long done = state.done();
                if (limit.moved(done)) {
                    outage.over("ingest");
                    progress.report("checking images and labels", done, state.total());
                } else {
                    outage.quiet("ingest", limit.quiet(), patience);
                    if (limit.passed()) {
                        throw new ClientException(state.stuck(patience) + ". " + outage.again());
                    }
                }
            }
        }
        return state.result();
    }

    private String stuck(Duration patience) {
        return "ingest did nothing for " + patience.toSeconds() + " s: " + ingested.size() + " of "
                + Counted.of(expected.size(), "image") + " ingested, " + rejected.size() + " rejected, "
                + Counted.of(checked.size(), "label") + " checked. \"./equipoise status\" says what is away";
    }

    void accept(ConsumerRecord<String, byte[]> record) {
        try {
            switch (record.topic()) {
                case Topics.IMAGES_INGESTED -> {
                    ImageIngested event = EventCodec.read(record.value(), ImageIngested.class);
                    for (String sourceKey : event.sourceKeys()) {
                        String id = id(event.studyId(), sourceKey);
                        if (expected.containsKey(id)) {
                            ingested.put(id, event);
                            check(id, event);
                        }
                    }
                }
                case Topics.IMAGES_REJECTED -> {
                    ImageRejected event = EventCodec.read(record.value(), ImageRejected.class);
                    if (expected.containsKey(id(event.studyId(), event.sourceKey()))) {
                        rejected.put(id(event.studyId(), event.sourceKey()), event);
                    }
                }
                default -> {
                    LabelChecked event = EventCodec.read(record.value(), LabelChecked.class);
                    standings.put(event.key(), event);
                }
            }
        } catch (MalformedEventException e) {
            // Not an event: the service that consumes the topic makes it a dead letter.
            return;
        }
    }

    /** Whether the study's own label counts in the image's standing by now. */
    private boolean check(String id, ImageIngested event) {
        PublishedImage image = expected.get(id);
        if (image == null || image.label() == null || checked.contains(id)) {
            return true;
        }
        LabelChecked standing = standings.get(event.key());
        boolean counted =
                standing != null && standing.votes().containsKey(LabelSubmitted.SOURCE + ":" + event.studyId());
        if (counted) {
            checked.add(id);
        }
        return counted;
    }

    boolean complete() {
        if (!expected.keySet().stream().allMatch(id -> ingested.containsKey(id) || rejected.containsKey(id))) {
            return false;
        }
        return ingested.entrySet().stream()
                .filter(image -> !check(image.getKey(), image.getValue()))
                .findFirst()
                .isEmpty();
    }

    long done() {
        ingested.forEach(this::check);
        return ingested.size()
                + checked.size()
                + rejected.keySet().stream()
                        .filter(id -> !ingested.containsKey(id))
                        .count();
    }

    long total() {
        return expected.entrySet().stream()
                .mapToLong(image -> {
                    boolean refused = rejected.containsKey(image.getKey()) && !ingested.containsKey(image.getKey());
                    return image.getValue().label() == null || refused ? 1 : 2;
                })
                .sum();
    }

    Result result() {
        Map<String, LabelChecked> ours = new LinkedHashMap<>();
        for (ImageIngested event : ingested.values()) {
            LabelChecked standing = standings.get(event.key());
            if (standing != null) {
                ours.put(event.key(), standing);
            }
        }
        return new Result(
                List.copyOf(ingested.values()),
                List.copyOf(rejected.values()),
                List.copyOf(ours.values()),
                standings.values().stream()
                        .filter(standing -> standing.dataset().equals(dataset))
                        .toList());
    }

    private static String id(String studyId, String objectKey) {
        return studyId + " " + objectKey;
    }
}
