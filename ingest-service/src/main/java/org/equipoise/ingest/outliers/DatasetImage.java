package org.equipoise.ingest.outliers;

import java.util.Optional;

import org.equipoise.common.events.ImageMeasures;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.labelling.ImageTraits;
import org.jspecify.annotations.Nullable;

/**
 * An image that a version of a dataset holds, or that belongs to one.
 *
 * @param label empty where it is quarantined, and no version holds it
 */
public record DatasetImage(
        String imageId, String label, Split split, @Nullable String patientGroup, Optional<ImageTraits> traits) {

    Optional<ImageMeasures> measures() {
        return traits.map(ImageTraits::measures);
    }
}
