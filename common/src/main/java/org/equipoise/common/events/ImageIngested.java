package org.equipoise.common.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/**
 * A canonical image is stored. Topic {@code images.ingested}, keyed by {@code dataset/imageId}
 * ({@link ImageKey#of(String, String)}). The same pixels arriving in another study give another event with the same
 * key.
 *
 * @param imageId SHA-256 of the canonical pixels
 * @param objectKey key in the {@code images} bucket
 * @param sourceKey key of the original in the {@code studies} bucket
 * @param channels 1 (grey) or 3 (RGB)
 * @param patientGroup keyed HMAC of the patient key, hex; absent when the source gave none
 * @param split the source's split, if it has one
 * @param imagesInStudy images of this study that were ingested; the monitor waits for this many
 * @param model the model that is to score it, if any
 * @param publishedAt when the imaging system published the study
 * @param station the device, if the source said it
 * @param copies keys of other objects of the study with the same pixels: they are this image, too; absent for none
 * @param bits bits of a sample, 16; absent for 8
 * @param measures what was measured of the pixels; absent in events of releases that measured nothing
 * @param laterality the side of the body, see {@link StudyPublished.StudyImage}; absent if the source did not say it
 * @param bodyPart a code of DICOM's, see {@link StudyPublished.StudyImage}; absent if the source did not say it, or no
 *     such code
 */
public record ImageIngested(
        String dataset,
        String imageId,
        String studyId,
        String objectKey,
        String sourceKey,
        int width,
        int height,
        int channels,
        String modality,
        @Nullable String patientGroup,
        @Nullable Split split,
        int imagesInStudy,
        @Nullable String model,
        Instant publishedAt,
        Instant ingestedAt,
        @Nullable String station,
        @Nullable List<String> copies,
        @Nullable Integer bits,
        @Nullable ImageMeasures measures,
        @Nullable String laterality,
        @Nullable String bodyPart)
        implements Dated {

    /** Which sides of the body there are. */
    public static final List<String> LATERALITIES = List.of("R", "L", "U", "B");

    public ImageIngested {
        Require.name(dataset, "dataset");
        Require.imageId(imageId);
        Require.text(studyId, StudyPublished.MOST_ID_CHARACTERS, "studyId");
        Require.text(objectKey, "objectKey");
        Require.text(sourceKey, "sourceKey");
        Require.atLeast(width, 1, "width");
        Require.atLeast(height, 1, "height");
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels must be 1 or 3, got " + channels);
        }
        Require.text(modality, StudyPublished.MOST_MODALITY_CHARACTERS, "modality");
        if (patientGroup != null) {
            Require.hex(patientGroup, "patientGroup");
        }
        Require.atLeast(imagesInStudy, 1, "imagesInStudy");
        if (model != null) {
            Require.name(model, "model");
        }
        Require.time(publishedAt, "publishedAt");
        Require.time(ingestedAt, "ingestedAt");
        Require.station(station);
        if (copies != null) {
            copies = Require.list(copies, "copies");
            Require.atLeast(copies.size(), 1, "number of copies");
            copies.forEach(key -> Require.text(key, "copies"));
        }
        if (bits != null && (bits != Short.SIZE || channels != 1)) {
            throw new IllegalArgumentException(
                    "bits must be absent, or 16 of 1 channel, got " + bits + " of " + channels);
        }
        Require.laterality(laterality);
        Require.bodyPart(bodyPart);
    }

    /** An image of which the source said neither side nor body part. */
    public ImageIngested(
            String dataset,
            String imageId,
            String studyId,
            String objectKey,
            String sourceKey,
            int width,
            int height,
            int channels,
            String modality,
            @Nullable String patientGroup,
            @Nullable Split split,
            int imagesInStudy,
            @Nullable String model,
            Instant publishedAt,
            Instant ingestedAt,
            @Nullable String station,
            @Nullable List<String> copies,
            @Nullable Integer bits,
            @Nullable ImageMeasures measures) {
        this(
                dataset,
                imageId,
                studyId,
                objectKey,
                sourceKey,
                width,
                height,
                channels,
                modality,
                patientGroup,
                split,
                imagesInStudy,
                model,
                publishedAt,
                ingestedAt,
                station,
                copies,
                bits,
                measures,
                null,
                null);
    }

    /** An image that its study has once. */
    public ImageIngested(
            String dataset,
            String imageId,
            String studyId,
            String objectKey,
            String sourceKey,
            int width,
            int height,
            int channels,
            String modality,
            @Nullable String patientGroup,
            @Nullable Split split,
            int imagesInStudy,
            @Nullable String model,
            Instant publishedAt,
            Instant ingestedAt,
            @Nullable String station) {
        this(
                dataset,
                imageId,
                studyId,
                objectKey,
                sourceKey,
                width,
                height,
                channels,
                modality,
                patientGroup,
                split,
                imagesInStudy,
                model,
                publishedAt,
                ingestedAt,
                station,
                null,
                null,
                null);
    }

    /** An image of an unnamed device. */
    public ImageIngested(
            String dataset,
            String imageId,
            String studyId,
            String objectKey,
            String sourceKey,
            int width,
            int height,
            int channels,
            String modality,
            @Nullable String patientGroup,
            @Nullable Split split,
            int imagesInStudy,
            @Nullable String model,
            Instant publishedAt,
            Instant ingestedAt) {
        this(
                dataset,
                imageId,
                studyId,
                objectKey,
                sourceKey,
                width,
                height,
                channels,
                modality,
                patientGroup,
                split,
                imagesInStudy,
                model,
                publishedAt,
                ingestedAt,
                null,
                null,
                null,
                null);
    }

    /** Keys in the {@code studies} bucket of every object of the study that is this image. */
    public List<String> sourceKeys() {
        return copies == null
                ? List.of(sourceKey)
                : Stream.concat(Stream.of(sourceKey), copies.stream()).toList();
    }

    /** The record key. */
    public String key() {
        return ImageKey.of(dataset, imageId);
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("publishedAt", publishedAt, "ingestedAt", ingestedAt);
    }
}
