package org.equipoise.ingest.receiving;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.dicom.deidentification.Deidentification;
import org.equipoise.ingest.quality.QualityCheck;
import org.equipoise.ingest.splitting.Splitting;

/**
 * Takes studies in. The same pixels twice in one study are one image; labels that contradict each other there are kept
 * as two voices, so that the label check sees the conflict. Thread-safe.
 */
public final class StudyReception {

    /** Different labels that one study may give the same pixels. */
    static final int MOST_VOICES = 16;

    private final ImageIntake intake;
    private final Splitting splitting;
    private final InstantSource clock;

    /** One to which no door hands anything over. */
    public StudyReception(
            ObjectStore store, Checks checks, Splitting splitting, ReceivingSettings settings, InstantSource clock) {
        this(store, checks, HandedOver.nothing(), splitting, settings, clock);
    }

    /** @param handedOver by the doors of this service */
    public StudyReception(
            ObjectStore store,
            Checks checks,
            HandedOver handedOver,
            Splitting splitting,
            ReceivingSettings settings,
            InstantSource clock) {
        this.intake = new ImageIntake(store, checks, handedOver, settings);
        this.splitting = splitting;
        this.clock = clock;
    }

    /**
     * What every file has to pass.
     *
     * @param large shared with all that read images
     */
    public record Checks(BoundedDecoder decoder, QualityCheck quality, LargeImages large) {}

    /** Runs one object's work, again if the object store failed. */
    public interface Attempts {
        <T> T run(String what, Supplier<T> work);
    }

    /**
     * Starts every object of the study on {@code executor}. The future fails where {@code attempts} gave up, and with
     * an {@link RefusedStudyException} where the study contradicts itself beyond what is kept.
     */
    public CompletableFuture<StudyReceipt> receive(StudyPublished study, Executor executor, Attempts attempts) {
        List<CompletableFuture<ImageOutcome>> images = study.images().stream()
                .map(image -> CompletableFuture.supplyAsync(
                        () -> attempts.run("studies/" + image.objectKey(), () -> intake.take(study.dataset(), image)),
                        executor))
                .toList();
        return CompletableFuture.allOf(images.toArray(CompletableFuture[]::new))
                .thenApply(done -> receipt(
                        study, images.stream().map(CompletableFuture::join).toList()));
    }

    private StudyReceipt receipt(StudyPublished study, List<ImageOutcome> outcomes) {
        Instant now = clock.instant();
        Map<String, List<ImageOutcome.Stored>> byImage = new LinkedHashMap<>();
        List<ImageRejected> rejected = new ArrayList<>();
        for (ImageOutcome outcome : outcomes) {
            if (outcome instanceof ImageOutcome.Stored stored) {
                byImage.computeIfAbsent(stored.imageId(), id -> new ArrayList<>())
                        .add(stored);
            } else {
                rejected.add(rejection(study, (ImageOutcome.Refused) outcome, now));
            }
        }
        List<ImageIngested> ingested = new ArrayList<>();
        List<LabelSubmitted> labels = new ArrayList<>();
        byImage.forEach((imageId, copies) -> {
            ingested.add(ingestion(study, copies, byImage.size(), now));
            labels.addAll(labels(study, imageId, copies));
        });
        return new StudyReceipt(ingested, rejected, labels);
    }

    private ImageIngested ingestion(
            StudyPublished study, List<ImageOutcome.Stored> copies, int imagesInStudy, Instant now) {
        ImageOutcome.Stored first = copies.get(0);
        List<String> others = copies.stream()
                .map(copy -> copy.source().objectKey())
                .filter(key -> !key.equals(first.source().objectKey()))
                .distinct()
                .toList();
        return new ImageIngested(
                study.dataset(),
                first.imageId(),
                study.studyId(),
                ObjectKeys.image(study.dataset(), first.imageId()),
                first.source().objectKey(),
                first.width(),
                first.height(),
                first.channels(),
                study.modality(),
                splitting.patientGroup(study.patientKey()),
                Splitting.strictest(copies.stream()
                                .map(copy -> copy.source().split())
                                .flatMap(Stream::ofNullable)
                                .toList())
                        .orElse(null),
                imagesInStudy,
                study.model(),
                study.publishedAt(),
                now,
                study.station(),
                others.isEmpty() ? null : others,
                first.bits() == Byte.SIZE ? null : (Integer) first.bits(),
                first.measures(),
                Optional.ofNullable(first.source().laterality())
                        .filter(ImageIngested.LATERALITIES::contains)
                        .orElse(null),
                Optional.ofNullable(first.source().bodyPart())
                        .filter(Deidentification.bodyParts()::contains)
                        .orElse(null));
    }

    /** Said when the study was published, so that a redelivered study says nothing new. */
    private static List<LabelSubmitted> labels(StudyPublished study, String imageId, List<ImageOutcome.Stored> copies) {
        Set<String> distinct = new LinkedHashSet<>();
        copies.stream()
                .map(ImageOutcome.Stored::source)
                .map(StudyImage::label)
                .flatMap(Stream::ofNullable)
                .filter(label -> !label.isBlank())
                .forEach(distinct::add);
        if (distinct.size() > MOST_VOICES) {
            throw new RefusedStudyException("image " + imageId + " has " + distinct.size()
                    + " different labels in one study, at most " + MOST_VOICES + " are taken");
        }
        List<LabelSubmitted> labels = new ArrayList<>();
        for (String label : distinct) {
            String voice = LabelSubmitted.SOURCE + ":" + study.studyId();
            String annotator = labels.isEmpty() ? voice : voice + "#" + (labels.size() + 1);
            labels.add(new LabelSubmitted(study.dataset(), imageId, label, annotator, study.publishedAt()));
        }
        return labels;
    }

    private static ImageRejected rejection(StudyPublished study, ImageOutcome.Refused refused, Instant now) {
        return new ImageRejected(
                study.studyId(),
                study.dataset(),
                refused.source().objectKey(),
                refused.reason(),
                refused.detail(),
                now);
    }
}
