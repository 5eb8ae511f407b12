package org.equipoise.ingest.doors;

import java.util.List;

import org.equipoise.dicom.routing.Target;
import org.jspecify.annotations.Nullable;

/**
 * Images of a study that are stored, with what is said of them: pseudonyms and codes alone.
 *
 * @param studyId a pseudonym, the same for the same study
 * @param patientKey a pseudonym; absent if the patient is not known
 * @param station a pseudonym; absent if the device is not known
 * @param laterality the side of the body; absent if the object does not say it
 * @param bodyPart absent if the object does not say it
 * @param objectKeys in the {@code studies} bucket, in the order of the frames
 */
public record StudyPart(
        String studyId,
        Target target,
        String modality,
        @Nullable String patientKey,
        @Nullable String station,
        @Nullable String laterality,
        @Nullable String bodyPart,
        List<String> objectKeys) {

    public StudyPart {
        objectKeys = List.copyOf(objectKeys);
    }

    /** The same without images: what images of one event share. */
    StudyPart head() {
        return new StudyPart(studyId, target, modality, patientKey, station, null, null, List.of());
    }
}
