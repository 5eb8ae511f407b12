package org.equipoise.local.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.jspecify.annotations.Nullable;

/** Everything that ever happened to one image, or to the images of one study, as the logs tell it. */
public final class Trace {

    private static final int SHORTEST_PREFIX = 4;

    private final StackConnection connection;
    private final String query;
    private final String safePath;
    /** Keys in the {@code studies} bucket that the query means. */
    private final Set<String> sources = new TreeSet<>();

    private final Set<String> imageIds = new TreeSet<>();
    private final List<Step> steps = new ArrayList<>();

    private Trace(StackConnection connection, String query) {
        this.connection = connection;
        this.query = query;
        this.safePath = ObjectNames.safe(query);
    }

    /**
     * One thing that happened.
     *
     * @param what a sentence
     */
    public record Step(Instant at, String topic, String what) {}

    /**
     * What was found.
     *
     * @param imageIds the images that the query means; empty when none was ever ingested
     * @param steps in the order of their times; empty when nothing is known
     */
    public record Story(Set<String> imageIds, List<Step> steps) {}

    /**
     * Finds the story; reads the logs from their beginnings.
     *
     * @param query the beginning of an image id (at least 4 digits), a study id, or a file's path in its set
     */
    public static Story of(StackConnection connection, String query) {
        var trace = new Trace(connection, query);
        trace.resolve();
        trace.studies();
        trace.labels();
        trace.suspicions();
        trace.versions();
        trace.predictions();
        trace.steps.sort(Comparator.comparing(Step::at));
        return new Story(trace.imageIds, List.copyOf(trace.steps));
    }

    private void resolve() {
        scan(Topics.IMAGES_INGESTED, ImageIngested.class, event -> {
            if (event.studyId().equals(query)
                    || event.sourceKeys().stream().anyMatch(this::isSource)
                    || isImage(event.imageId())) {
                imageIds.add(event.imageId());
                sources.addAll(event.sourceKeys());
            }
        });
        // The same pixels may have come from elsewhere, too.
        scan(Topics.IMAGES_INGESTED, ImageIngested.class, event -> {
            if (imageIds.contains(event.imageId())) {
                sources.addAll(event.sourceKeys());
            }
        });
        scan(
                Topics.STUDIES_PUBLISHED,
                StudyPublished.class,
                event -> event.images().stream()
                        .map(StudyPublished.StudyImage::objectKey)
                        .filter(key -> event.studyId().equals(query) || isSource(key))
                        .forEach(sources::add));
    }

    private void studies() {
        scan(Topics.STUDIES_PUBLISHED, StudyPublished.class, event -> {
            for (StudyPublished.StudyImage image : event.images()) {
                if (sources.contains(image.objectKey())) {
                    step(
                            event.publishedAt(),
                            Topics.STUDIES_PUBLISHED,
                            String.format(
                                    Locale.ROOT,
                                    "study %s published %s for dataset %s%s%s%s",
                                    event.studyId(),
                                    image.objectKey(),
                                    event.dataset(),
                                    optional(", label ", image.label()),
                                    optional(
                                            ", split ",
                                            image.split() == null
                                                    ? null
                                                    : image.split().wireName()),
                                    optional(", to be scored by ", event.model())));
                }
            }
        });
        scan(Topics.IMAGES_INGESTED, ImageIngested.class, event -> {
            if (imageIds.contains(event.imageId())) {
                step(
                        event.ingestedAt(),
                        Topics.IMAGES_INGESTED,
                        String.format(
                                Locale.ROOT,
                                "stored as %s, %dx%dx%d, %d ms after study %s was published%s",
                                event.objectKey(),
                                event.width(),
                                event.height(),
                                event.channels(),
                                Duration.between(event.publishedAt(), event.ingestedAt())
                                        .toMillis(),
                                event.studyId(),
                                event.copies() == null
                                        ? ""
                                        : "; in this study " + event.sourceKey() + " is the same image as "
                                                + String.join(", ", event.copies())));
            }
        });
        scan(Topics.IMAGES_REJECTED, ImageRejected.class, event -> {
            if (sources.contains(event.sourceKey())) {
                step(
                        event.rejectedAt(),
                        Topics.IMAGES_REJECTED,
                        "refused, " + event.reason().code() + ": " + event.detail() + " (" + event.sourceKey() + ")");
            }
        });
    }

    private void labels() {
        scan(Topics.LABELS_SUBMITTED, LabelSubmitted.class, event -> {
            if (imageIds.contains(event.imageId())) {
                step(event.submittedAt(), Topics.LABELS_SUBMITTED, event.inWords());
            }
        });
        scan(Topics.LABELS_CHECKED, LabelChecked.class, event -> {
            if (imageIds.contains(event.imageId())) {
                boolean accepted = event.standing() == LabelChecked.Standing.ACCEPTED;
                String standing = accepted
                        ? "accepted as \"" + event.label() + "\""
                                + optional(
                                        " in split ",
                                        event.split() == null
                                                ? null
                                                : event.split().wireName())
                        : "quarantined for "
                                + event.reasons().stream()
                                        .map(LabelChecked.QuarantineReason::code)
                                        .toList();
                step(
                        event.checkedAt(),
                        Topics.LABELS_CHECKED,
                        "dataset " + event.dataset() + ": " + standing
                                + ", votes " + event.votes() + ", seen in " + event.occurrences()
                                + (event.occurrences() == 1 ? " study" : " studies")
                                + (event.settlement() == null
                                        ? ""
                                        : ", " + event.settlement().inWords()));
            }
        });
    }

    private void suspicions() {
        scan(Topics.LABELS_SUSPECTED, LabelSuspected.class, event -> {
            if (imageIds.contains(event.imageId())) {
                step(
                        event.suspectedAt(),
                        Topics.LABELS_SUSPECTED,
                        String.format(
                                Locale.ROOT,
                                "its label \"%s\" in version %s of dataset %s is suspected to be \"%s\", score %.2f, rank %d:"
                                        + " %s",
                                event.givenLabel(),
                                event.datasetVersion(),
                                event.dataset(),
                                event.suggestedLabel(),
                                event.score(),
                                event.rank(),
                                event.evidence()));
            }
        });
    }

    /** The manifests say in which versions an image is. */
    private void versions() {
        if (imageIds.isEmpty()) {
            return;
        }
        ObjectStore store = connection.objectStore();
        new DatasetClient(connection)
                .frozen()
                .forEach(event -> store.get(Bucket.DATASETS, event.manifestKey())
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .filter(manifest -> imageIds.stream().anyMatch(manifest::contains))
                        .ifPresent(manifest -> step(
                                event.frozenAt(),
                                Topics.DATASETS_FROZEN,
                                "is in version " + event.version() + " of dataset " + event.dataset())));
    }

    private void predictions() {
        scan(Topics.PREDICTIONS_MADE, PredictionMade.class, event -> {
            if (imageIds.contains(event.imageId())) {
                step(
                        event.predictedAt(),
                        Topics.PREDICTIONS_MADE,
                        String.format(
                                Locale.ROOT,
                                "%s version %s answered \"%s\" with probability %.3f for study %s%s",
                                event.model(),
                                event.modelVersion(),
                                event.labels().get(event.predictedClass()),
                                event.probabilities().get(event.predictedClass()),
                                event.studyId(),
                                event.publishedAt() == null
                                        ? ""
                                        : ", "
                                                + Duration.between(event.publishedAt(), event.predictedAt())
                                                        .toMillis() + " ms after it was published"));
            }
        });
        String dead = Topics.deadLetters(Topics.IMAGES_INGESTED);
        scan(dead, ImageIngested.class, event -> {
            if (imageIds.contains(event.imageId())) {
                step(
                        event.ingestedAt(),
                        dead,
                        "was not scored for study " + event.studyId() + optional(" by ", event.model()));
            }
        });
    }

    private void step(Instant at, String topic, String what) {
        steps.add(new Step(at, topic, what));
    }

    private static String optional(String before, @Nullable String value) {
        return value == null ? "" : before + value;
    }

    private boolean isSource(String objectKey) {
        return objectKey.equals(query) || (!safePath.isEmpty() && objectKey.endsWith("/" + safePath));
    }

    private boolean isImage(String imageId) {
        return query.length() >= SHORTEST_PREFIX && imageId.startsWith(query.toLowerCase(Locale.ROOT));
    }

    private <T> void scan(String topic, Class<T> type, Consumer<T> handler) {
        try (TopicReader reader = connection.reader(topic)) {
            reader.readToEnd(record -> {
                try {
                    handler.accept(EventCodec.read(record.value(), type));
                } catch (MalformedEventException e) {
                    // Not an event: it is among the dead letters.
                    return;
                }
            });
        }
    }
}
