package org.equipoise.monitor.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.words.Counted;
import org.jspecify.annotations.Nullable;

/** The sentences of an {@link ImageStory}. None has the original's name, or the patient's group. */
final class StoryWords {

    private StoryWords() {}

    /** @param own the objects of the study that the sentence is about, at least one */
    static String published(StudyPublished event, List<StudyImage> own) {
        return published(event, own, true);
    }

    /** The same without the label that came with them. */
    static String publishedWithoutLabel(StudyPublished event, List<StudyImage> own) {
        return published(event, own, false);
    }

    private static String published(StudyPublished event, List<StudyImage> own, boolean labelled) {
        return String.format(
                Locale.ROOT,
                "study %s was published with %s for dataset %s%s%s%s",
                event.studyId(),
                Counted.of(event.images().size(), "image"),
                event.dataset(),
                distinct(
                        ", labelled ",
                        own.stream()
                                .map(StudyImage::label)
                                .map(label -> label == null || !labelled ? null : quoted(label))),
                distinct(
                        ", for split ",
                        own.stream().map(StudyImage::split).map(split -> split == null ? null : split.wireName())),
                event.model() == null ? "" : ", to be scored by " + event.model());
    }

    static String ingested(ImageIngested event) {
        return String.format(
                Locale.ROOT,
                "stored in dataset %s as %s, %d x %d x %d, modality %s, from study %s%s, %d ms after it was published",
                event.dataset(),
                event.objectKey(),
                event.width(),
                event.height(),
                event.channels(),
                event.modality(),
                event.studyId(),
                event.copies() == null
                        ? ""
                        : ", which has the same pixels " + (event.copies().size() + 1) + " times",
                millis(event.publishedAt(), event.ingestedAt()));
    }

    /** @param which e.g. {@code image 2 of 3}; absent where nobody knows */
    static String rejected(ImageRejected event, @Nullable String which) {
        return (which == null ? "an image" : which) + " of study " + event.studyId() + " was refused, "
                + event.reason().code() + ": " + event.detail().replace(event.sourceKey(), "it");
    }

    static String checked(LabelChecked event) {
        return standing(event) + " in dataset " + event.dataset() + votes(event)
                + (event.settlement() == null ? "" : ", " + event.settlement().inWords())
                + (event.readings() == null ? "" : ", " + event.readings().inWords())
                + (event.occurrences() == 1 ? "" : ", seen in " + Counted.of(event.occurrences(), "study", "studies"));
    }

    private static String standing(LabelChecked event) {
        if (event.standing() == LabelChecked.Standing.QUARANTINED) {
            return "quarantined for "
                    + event.reasons().stream()
                            .map(LabelChecked.QuarantineReason::code)
                            .collect(Collectors.joining(", "));
        }
        return "accepted as " + quoted(Objects.requireNonNull(event.label()))
                + (event.split() == null ? "" : " for split " + event.split().wireName());
    }

    private static String votes(LabelChecked event) {
        return event.votes().isEmpty()
                ? ""
                : new TreeMap<>(event.votes())
                        .entrySet().stream()
                                .map(vote -> vote.getKey() + " says " + quoted(vote.getValue()))
                                .collect(Collectors.joining(", ", " (", ")"));
    }

    static String suspected(LabelSuspected event) {
        return String.format(
                Locale.ROOT,
                "its label \"%s\" in version %s of dataset %s is suspected to be \"%s\", score %.2f, rank %d: %s",
                event.givenLabel(),
                event.datasetVersion(),
                event.dataset(),
                event.suggestedLabel(),
                event.score(),
                event.rank(),
                event.evidence());
    }

    static String frozen(DatasetFrozen event) {
        return "is in version " + event.version() + " of dataset " + event.dataset();
    }

    static String predicted(PredictionMade event) {
        Instant published = event.publishedAt();
        return String.format(
                Locale.ROOT,
                "%s version %s answered \"%s\" with probability %.3f for study %s%s",
                event.model(),
                event.modelVersion(),
                event.labels().get(event.predictedClass()),
                event.probabilities().get(event.predictedClass()),
                event.studyId(),
                published == null ? "" : ", " + millis(published, event.predictedAt()) + " ms after it was published");
    }

    static String notScored(ImageIngested event) {
        return "was not scored for study " + event.studyId() + (event.model() == null ? "" : " by " + event.model());
    }

    private static String quoted(String label) {
        return "\"" + label + "\"";
    }

    private static long millis(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }

    private static String distinct(String before, Stream<@Nullable String> said) {
        String all = said.filter(Objects::nonNull).distinct().collect(Collectors.joining(" and "));
        return all.isEmpty() ? "" : before + all;
    }
}
