package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageErased;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelDeferred;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.ReadingRequested;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.jspecify.annotations.Nullable;

/**
 * Everything that happened to the images that somebody asks about. Neither the original's name nor the patient's group
 * is told: a page shows this. The same pixels in two datasets are two images, and each step says whose it is.
 *
 * <p>What happened is told in this order: {@link #find}, {@link #ingested}, {@link #published}, then the rest.
 */
public final class ImageStory {

    /** Topics of what somebody, an examination or a model thinks that an image shows. */
    private static final Set<String> OPINIONS =
            Set.of("labels.submitted", "labels.deferred", "labels.checked", "labels.suspected", "predictions.made");

    private final StoryQuery query;
    /** {@link ImageKey}s. */
    private final Set<String> found = new TreeSet<>();

    private final Map<String, Set<String>> datasetsOf = new TreeMap<>();
    private final Map<String, Set<String>> foundBySource = new HashMap<>();
    /** Which image of its study an original is, by study and key. */
    private final Map<String, String> places = new HashMap<>();

    private final List<Step> steps = new ArrayList<>();
    /** What is told instead of a step of which a part is an opinion. */
    private final Map<Step, Step> withoutOpinion = new HashMap<>();
    /** Standings, by {@link ImageKey}. */
    private final Map<String, LabelChecked> standings = new HashMap<>();

    /**
     * One thing that happened.
     *
     * @param dataset whose image it is; absent where the producer of an answer named none
     * @param image its id; absent for what was refused, which never had one
     * @param what a sentence
     */
    public record Step(
            Instant at,
            String topic,
            @Nullable String dataset,
            @Nullable String image,
            String what) {}

    /** A story of which nothing is known yet. */
    public ImageStory(StoryQuery query) {
        this.query = query;
    }

    /** What is asked. */
    public StoryQuery query() {
        return query;
    }

    /** Ids of the images that were met. */
    public Set<String> images() {
        return new TreeSet<>(datasetsOf.keySet());
    }

    /** In the order of their times. */
    public List<Step> steps(Blinding blinding) {
        return steps.stream()
                .filter(step -> !OPINIONS.contains(step.topic()) || !isHidden(step, blinding))
                .map(step -> isHidden(step, blinding) ? withoutOpinion.getOrDefault(step, step) : step)
                .sorted(Comparator.comparing(Step::at))
                .toList();
    }

    /** An answer that names no dataset may be about the image of any. */
    private boolean isHidden(Step step, Blinding blinding) {
        String image = step.image();
        if (image == null) {
            return false;
        }
        return step.dataset() == null
                ? standings.values().stream()
                        .anyMatch(standing -> standing.imageId().equals(image) && blinding.hides(standing))
                : blinding.hides(standings.get(ImageKey.of(step.dataset(), image)));
    }

    /** Learns which images a study or an original is; needed where the query {@link StoryQuery#asksForOriginals}. */
    public void find(ImageIngested event) {
        if (query.meansDataset(event.dataset())
                && (query.meansStudy(event.studyId())
                        || event.sourceKeys().stream().anyMatch(query::meansOriginal))) {
            found.add(event.key());
        }
    }

    /** It was stored. */
    public void ingested(ImageIngested event) {
        if (isMeant(event.dataset(), event.imageId())) {
            event.sourceKeys()
                    .forEach(source -> foundBySource
                            .computeIfAbsent(source, key -> new TreeSet<>())
                            .add(event.key()));
            tell(event.dataset(), event.imageId(), event.ingestedAt(), "images.ingested", StoryWords.ingested(event));
        }
    }

    /**
     * A study with it was published. An image whose pixels equal those of another of its study came with that study as
     * well, and is told with it.
     */
    public void published(StudyPublished event) {
        if (!query.meansDataset(event.dataset())) {
            return;
        }
        Map<String, List<StudyImage>> came = new TreeMap<>();
        List<StudyImage> lost = new ArrayList<>();
        for (int i = 0; i < event.images().size(); i++) {
            StudyImage original = event.images().get(i);
            Set<String> images = foundBySource.getOrDefault(original.objectKey(), Set.of()).stream()
                    .filter(key -> dataset(key).equals(event.dataset()))
                    .collect(Collectors.toSet());
            boolean meant = query.meansStudy(event.studyId()) || query.meansOriginal(original.objectKey());
            if (!images.isEmpty() || meant) {
                places.put(
                        place(event.studyId(), original.objectKey()),
                        "image " + (i + 1) + " of " + event.images().size());
                images.forEach(image ->
                        came.computeIfAbsent(image, key -> new ArrayList<>()).add(original));
                if (images.isEmpty()) {
                    lost.add(original);
                }
            }
        }
        came.forEach((key, own) -> {
            String image = key.substring(key.lastIndexOf('/') + 1);
            Step told = tell(
                    event.dataset(), image, event.publishedAt(), "studies.published", StoryWords.published(event, own));
            withoutOpinion.put(
                    told,
                    new Step(
                            told.at(),
                            told.topic(),
                            told.dataset(),
                            image,
                            StoryWords.publishedWithoutLabel(event, own)));
        });
        if (!lost.isEmpty()) {
            tell(event.dataset(), null, event.publishedAt(), "studies.published", StoryWords.published(event, lost));
        }
    }

    /** An original was refused. */
    public void rejected(ImageRejected event) {
        String place = places.get(place(event.studyId(), event.sourceKey()));
        boolean meant = place != null || query.meansStudy(event.studyId()) || query.meansOriginal(event.sourceKey());
        if (meant && query.meansDataset(event.dataset())) {
            tell(event.dataset(), null, event.rejectedAt(), "images.rejected", StoryWords.rejected(event, place));
        }
    }

    /** Somebody labelled it. */
    public void submitted(LabelSubmitted event) {
        if (isMeant(event.dataset(), event.imageId())) {
            tell(event.dataset(), event.imageId(), event.submittedAt(), "labels.submitted", event.inWords());
        }
    }

    /** Somebody looked at it and gave no label. */
    public void deferred(LabelDeferred event) {
        if (isMeant(event.dataset(), event.imageId())) {
            tell(event.dataset(), event.imageId(), event.deferredAt(), "labels.deferred", event.inWords());
        }
    }

    /** Several readers are asked to read it, or not any more. */
    public void asked(ReadingRequested event) {
        if (isMeant(event.dataset(), event.imageId())) {
            tell(event.dataset(), event.imageId(), event.requestedAt(), "readings.requested", event.inWords());
        }
    }

    /** It was erased. */
    public void erased(ImageErased event) {
        if (isMeant(event.dataset(), event.imageId())) {
            tell(event.dataset(), event.imageId(), event.erasedAt(), "images.erased", event.inWords());
        }
    }

    /** Its labels were checked. */
    public void checked(LabelChecked event) {
        if (isMeant(event.dataset(), event.imageId())) {
            standings.put(event.key(), event);
            tell(event.dataset(), event.imageId(), event.checkedAt(), "labels.checked", StoryWords.checked(event));
        }
    }

    /** Its label is doubted. */
    public void suspected(LabelSuspected event) {
        if (isMeant(event.dataset(), event.imageId())) {
            tell(
                    event.dataset(),
                    event.imageId(),
                    event.suspectedAt(),
                    "labels.suspected",
                    StoryWords.suspected(event));
        }
    }

    /** Whether a version of this dataset may hold an image of the story: only then is its manifest worth reading. */
    public boolean concerns(String dataset) {
        return datasetsOf.values().stream().anyMatch(datasets -> datasets.contains(dataset));
    }

    /**
     * A version was frozen.
     *
     * @param manifest its manifest, which lists the ids
     */
    public void frozen(DatasetFrozen event, String manifest) {
        datasetsOf.forEach((image, datasets) -> {
            if (datasets.contains(event.dataset()) && manifest.contains(image)) {
                steps.add(new Step(
                        event.frozenAt(), "datasets.frozen", event.dataset(), image, StoryWords.frozen(event)));
            }
        });
    }

    /** A model answered; also about an image that was never stored here. */
    public void predicted(PredictionMade event) {
        boolean ofStudy = query.meansStudy(event.studyId()) && query.meansDataset(event.dataset());
        if (ofStudy || isMeant(event.dataset(), event.imageId())) {
            tell(
                    event.dataset(),
                    event.imageId(),
                    event.predictedAt(),
                    "predictions.made",
                    StoryWords.predicted(event));
        }
    }

    /** It was to be scored and could not be. */
    public void notScored(ImageIngested event) {
        if (isMeant(event.dataset(), event.imageId())) {
            tell(
                    event.dataset(),
                    event.imageId(),
                    event.ingestedAt(),
                    "images.ingested.dlq",
                    StoryWords.notScored(event));
        }
    }

    private boolean isMeant(@Nullable String dataset, String imageId) {
        return dataset == null
                ? query.meansDataset(null) && (query.meansImage(imageId) || datasetsOf.containsKey(imageId))
                : found.contains(ImageKey.of(dataset, imageId))
                        || (query.meansDataset(dataset) && query.meansImage(imageId));
    }

    private Step tell(@Nullable String dataset, @Nullable String image, Instant at, String topic, String what) {
        if (image != null) {
            Set<String> datasets = datasetsOf.computeIfAbsent(image, id -> new TreeSet<>());
            if (dataset != null) {
                datasets.add(dataset);
            }
        }
        var step = new Step(at, topic, dataset, image, what);
        steps.add(step);
        return step;
    }

    private static String place(String studyId, String objectKey) {
        return studyId + " " + objectKey;
    }

    private static String dataset(String imageKey) {
        return imageKey.substring(0, imageKey.lastIndexOf('/'));
    }
}
