package org.equipoise.ingest.erasing;

import java.util.List;
import java.util.Map;

/**
 * What an erasure takes out, or took out.
 *
 * @param done whether it was done; otherwise this is what it would do
 * @param patientGroups keyed HMACs of the patient's key, hex: as it is, and as the DICOM doors write it
 * @param images canonical images that are stored, by dataset
 * @param originals of them that are stored, and others of the patient's studies
 * @param refusedFiles copies of refused files that are stored
 * @param versions frozen versions that hold, or may hold, one of the images: they go wholly
 * @param canaries versions of models beside which one of the images is stored to be replayed: the canaries go
 * @param refusals why it is refused, each a sentence; empty if it is not
 * @param stays what it leaves, each a sentence
 */
public record ErasureReport(
        boolean done,
        List<String> patientGroups,
        Map<String, Integer> images,
        int originals,
        int refusedFiles,
        List<Version> versions,
        List<String> canaries,
        List<String> refusals,
        List<String> stays) {

    /**
     * A frozen version.
     *
     * @param images of the patient that it holds; 0 if its manifest cannot be read, so that it may hold any
     * @param references who was trained on it
     */
    public record Version(String dataset, String version, long images, List<String> references) {

        public Version {
            references = List.copyOf(references);
        }
    }

    public ErasureReport {
        patientGroups = List.copyOf(patientGroups);
        images = Map.copyOf(images);
        versions = List.copyOf(versions);
        canaries = List.copyOf(canaries);
        refusals = List.copyOf(refusals);
        stays = List.copyOf(stays);
    }

    /** The same, done. */
    ErasureReport asDone() {
        return new ErasureReport(
                true, patientGroups, images, originals, refusedFiles, versions, canaries, refusals, stays);
    }
}
