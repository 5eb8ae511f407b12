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
 * @param objectKeys in the {@code studies} bucket, in the order of the frames
 */
public record StudyPart(
        String studyId,
        Target target,
        String modality,
        @Nullable String patientKey,
        @Nullable String station,
        List<String> objectKeys) {

    public StudyPart {
        objectKeys = List.copyOf(objectKeys);
    }

    /** The same without images: what images of one event share. */
    StudyPart head() {
        return new StudyPart(studyId, target, modality, patientKey, station, List.of());
    }
}
