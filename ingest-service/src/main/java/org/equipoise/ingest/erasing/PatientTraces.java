package org.equipoise.ingest.erasing;

import java.util.SortedSet;

/**
 * What the logs say of a patient.
 *
 * @param images that he has, in whatever dataset
 * @param originals keys in the {@code studies} bucket: of these images, whoever sent them, and of his studies
 * @param refused those of them that were refused, which {@code quarantine} has copies of
 */
public record PatientTraces(SortedSet<TracedImage> images, SortedSet<String> originals, SortedSet<String> refused) {

    /** Whether the other says nothing that this does not. */
    boolean containsAll(PatientTraces other) {
        return images.containsAll(other.images)
                && originals.containsAll(other.originals)
                && refused.containsAll(other.refused);
    }

    /** An image of a dataset. */
    public record TracedImage(String dataset, String imageId) implements Comparable<TracedImage> {

        @Override
        public int compareTo(TracedImage other) {
            int byDataset = dataset.compareTo(other.dataset);
            return byDataset != 0 ? byDataset : imageId.compareTo(other.imageId);
        }
    }
}
