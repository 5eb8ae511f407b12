package org.equipoise.common.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/**
 * An imaging system put the objects of one study into the {@code studies} bucket. Topic {@code studies.published},
 * keyed by {@code studyId}.
 *
 * @param studyId the source's name for the study, unique per source, of at most {@value #MOST_ID_CHARACTERS}
 *     characters; must not identify a patient
 * @param dataset the collection that the images join
 * @param modality DICOM modality (0008,0060), e.g. {@code DX}; {@code OT} when unknown
 * @param patientKey the source's pseudonym of the patient; ingest maps it by keyed HMAC and passes only that on
 * @param model the model whose promoted version is to score these images; absent: the images are only collected
 * @param images at least one, at most {@value #MOST_IMAGES}
 * @param station the device, DICOM station name (0008,1010), if the source says it; must not name a person
 */
public record StudyPublished(
        String studyId,
        String dataset,
        String modality,
        @Nullable String patientKey,
        @Nullable String model,
        List<StudyImage> images,
        Instant publishedAt,
        @Nullable String station)
        implements Dated {

    /** More do not fit a record of Kafka's default size, unless it is compressed. */
    public static final int MOST_IMAGES = 10_000;

    /** Of the study's name: it becomes a part of the annotator of its labels. */
    public static final int MOST_ID_CHARACTERS = 512;

    /** Of a modality, a side and a body part; DICOM allows 16. */
    static final int MOST_MODALITY_CHARACTERS = 64;

    private static final int MOST_CHARACTERS = 1024;

    /**
     * One object of a study.
     *
     * @param objectKey key in the {@code studies} bucket
     * @param label what the source says it shows, if it says so
     * @param split the source's own split, if it has one; otherwise the patient decides
     * @param laterality the side of the body, DICOM Image Laterality (0020,0062): {@code R}, {@code L}, {@code U}
     *     (unpaired) or {@code B} (both), anything else counts as nothing; absent if the source does not say it
     * @param bodyPart DICOM Body Part Examined (0018,0015), e.g. {@code CHEST}, what DICOM does not list counts as
     *     nothing; absent if the source does not say it
     */
    public record StudyImage(
            String objectKey,
            @Nullable String label,
            @Nullable Split split,
            @Nullable String laterality,
            @Nullable String bodyPart) {
        public StudyImage {
            Require.text(objectKey, "objectKey");
            if (label != null) {
                Require.atMost(label, MOST_CHARACTERS, "label");
            }
            if (laterality != null) {
                Require.atMost(laterality, MOST_MODALITY_CHARACTERS, "laterality");
            }
            if (bodyPart != null) {
                Require.atMost(bodyPart, MOST_MODALITY_CHARACTERS, "bodyPart");
            }
        }

        /** An object of which the source says neither side nor body part. */
        public StudyImage(String objectKey, @Nullable String label, @Nullable Split split) {
            this(objectKey, label, split, null, null);
        }
    }

    public StudyPublished {
        Require.text(studyId, MOST_ID_CHARACTERS, "studyId");
        Require.name(dataset, "dataset");
        Require.text(modality, MOST_MODALITY_CHARACTERS, "modality");
        if (patientKey != null) {
            Require.atMost(patientKey, MOST_CHARACTERS, "patientKey");
        }
        if (model != null) {
            Require.name(model, "model");
        }
        images = Require.list(images, MOST_IMAGES, "images");
        Require.atLeast(images.size(), 1, "number of images");
        Require.time(publishedAt, "publishedAt");
        Require.station(station);
    }

    /** A study of an unnamed device. */
    public StudyPublished(
            String studyId,
            String dataset,
            String modality,
            @Nullable String patientKey,
            @Nullable String model,
            List<StudyImage> images,
            Instant publishedAt) {
        this(studyId, dataset, modality, patientKey, model, images, publishedAt, null);
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("publishedAt", publishedAt);
    }
}
