package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.StudyPublished;

/**
 * Everything that happened to the images whose id begins with a prefix. Neither the original's name nor the patient's
 * group is told: a page shows this.
 */
public final class ImageStory {

    private final String prefix;
    private final Set<String> images = new TreeSet<>();
    private final Map<String, Set<String>> imagesBySource = new TreeMap<>();
    private final List<Step> steps = new ArrayList<>();

    /**
     * One thing that happened.
     *
     * @param what a sentence
     */
    public record Step(Instant at, String topic, String image, String what) {}

    /**
     * A story of which nothing is known yet.
     *
     * @param prefix of an image id, in lower case
     */
    public ImageStory(String prefix) {
        this.prefix = prefix;
    }

    /** Ids of the images that were met. */
    public Set<String> images() {
        return new TreeSet<>(images);
    }

    /** In the order of their times. */
    public List<Step> steps() {
        return steps.stream().sorted(Comparator.comparing(Step::at)).toList();
    }

    /**
     * A study with it was published; to be told after {@link #ingested}, which says where an image came from. An image
     * whose pixels equal those of another of its study came with that study as well, and is told with it.
     */
    public void published(StudyPublished event) {
        Set<String> came = new TreeSet<>();
        event.images().forEach(image -> came.addAll(imagesBySource.getOrDefault(image.objectKey(), Set.of())));
        for (String image : came) {
            tell(
                    image,
                    event.publishedAt(),
                    "studies.published",
                    String.format(
                            Locale.ROOT,
                            "study %s was published with %d %s for dataset %s%s",
                            event.studyId(),
                            event.images().size(),
                            event.images().size() == 1 ? "image" : "images",
                            event.dataset(),
                            event.model() == null ? "" : ", to be scored by " + event.model()));
        }
    }

    /** It was to be scored and could not be. */
    public void notScored(ImageIngested event) {
        tell(
                event.imageId(),
                event.ingestedAt(),
                "images.ingested.dlq",
                "was not scored for study " + event.studyId() + (event.model() == null ? "" : " by " + event.model()));
    }

    /** It was stored. */
    public void ingested(ImageIngested event) {
        if (event.imageId().startsWith(prefix)) {
            event.sourceKeys()
                    .forEach(source -> imagesBySource
                            .computeIfAbsent(source, key -> new TreeSet<>())
                            .add(event.imageId()));
        }
        tell(
                event.imageId(),
                event.ingestedAt(),
                "images.ingested",
                String.format(
                        Locale.ROOT,
                        "stored in dataset %s, %d x %d x %d, modality %s, from study %s%s",
                        event.dataset(),
                        event.width(),
                        event.height(),
                        event.channels(),
                        event.modality(),
                        event.studyId(),
                        event.copies() == null
                                ? ""
                                : ", which has the same pixels "
                                        + (event.copies().size() + 1) + " times"));
    }

    /** Somebody labelled it. */
    public void submitted(LabelSubmitted event) {
        tell(event.imageId(), event.submittedAt(), "labels.submitted", event.inWords());
    }

    /** Its labels were checked. */
    public void checked(LabelChecked event) {
        String standing = event.reasons().isEmpty()
                ? "accepted as \"" + event.label() + "\""
                : "quarantined for "
                        + event.reasons().stream()
                                .map(LabelChecked.QuarantineReason::code)
                                .toList();
        tell(
                event.imageId(),
                event.checkedAt(),
                "labels.checked",
                standing + " in dataset " + event.dataset()
                        + (event.settlement() == null
                                ? ""
                                : ", " + event.settlement().inWords()));
    }

    /** Its label is doubted. */
    public void suspected(LabelSuspected event) {
        tell(
                event.imageId(),
                event.suspectedAt(),
                "labels.suspected",
                String.format(
                        Locale.ROOT,
                        "its label \"%s\" is suspected to be \"%s\", score %.2f: %s",
                        event.givenLabel(),
                        event.suggestedLabel(),
                        event.score(),
                        event.evidence()));
    }

    /** A model answered. */
    public void predicted(PredictionMade event) {
        tell(
                event.imageId(),
                event.predictedAt(),
                "predictions.made",
                String.format(
                        Locale.ROOT,
                        "%s version %s answered \"%s\" with probability %.3f for study %s",
                        event.model(),
                        event.modelVersion(),
                        event.labels().get(event.predictedClass()),
                        event.probabilities().get(event.predictedClass()),
                        event.studyId()));
    }

    private void tell(String image, Instant at, String topic, String what) {
        if (image.startsWith(prefix)) {
            images.add(image);
            steps.add(new Step(at, topic, image, what));
        }
    }
}
