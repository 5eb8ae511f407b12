package org.equipoise.ingest.erasing;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an erasure takes out, or took out.
 *
 * @param done whether it was done; otherwise this is what it would do
 * @param patientGroups keyed HMACs of the patient's key, hex: as it is, and as the DICOM doors write it
 * @param images canonical images that are stored, by dataset
 * @param originals of them that are stored, and others of the patient's studies
 * @param refusedFiles copies of refused files that are stored
 * @param versions frozen versions that hold, or may hold, one of the images: they go wholly
 * @param canaries versions of models beside which one of the images is stored to be replayed, or may be, because the
 *     canaries cannot be read, which is then said behind the name: the canaries go
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

    /** This, and what was found of the patient afterwards. */
    ErasureReport and(ErasureReport later) {
        Map<String, Integer> all = new TreeMap<>(images);
        later.images.forEach((dataset, more) -> all.merge(dataset, more, Integer::sum));
        return new ErasureReport(
                done,
                patientGroups,
                all,
                originals + later.originals,
                refusedFiles + later.refusedFiles,
                both(versions, later.versions),
                both(canaries, later.canaries),
                later.refusals,
                both(stays, later.stays));
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).distinct().toList();
    }

    /** The same, done. */
    ErasureReport asDone() {
        return new ErasureReport(
                true, patientGroups, images, originals, refusedFiles, versions, canaries, refusals, stays);
    }
}
