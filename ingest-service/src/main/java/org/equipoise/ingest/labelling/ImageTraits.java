package org.equipoise.ingest.labelling;

import java.util.List;

import org.equipoise.common.events.ImageMeasures;
import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/**
 * What freezing wants to know of an image beside its standing.
 *
 * @param channels 1 (grey) or 3 (RGB)
 * @param bits of a sample: 8, or 16 of grey images
 * @param modality DICOM modality of its first study
 * @param splits the different splits its studies asked for; more than one is worth a finding
 * @param station the device, where a study named one
 * @param measures what was measured of its pixels; absent for images of releases that measured nothing
 * @param laterality the side of the body, where a study said it
 * @param bodyPart where a study said it
 * @param drawn whether no study gave a split, so that a hash drew it; false also for images of releases that did not
 *     say
 */
public record ImageTraits(
        int width,
        int height,
        int channels,
        int bits,
        String modality,
        List<Split> splits,
        @Nullable String station,
        @Nullable ImageMeasures measures,
        @Nullable String laterality,
        @Nullable String bodyPart,
        boolean drawn) {

    public ImageTraits {
        if (bits != Byte.SIZE && (bits != Short.SIZE || channels != 1)) {
            throw new IllegalArgumentException(
                    "need 8 bits, or 16 of 1 channel, got " + bits + " of " + channels + " channels");
        }
        splits = List.copyOf(splits);
    }

    /** An image of 8 bits and of an unnamed device that was not measured. */
    public ImageTraits(int width, int height, int channels, String modality, List<Split> splits) {
        this(width, height, channels, Byte.SIZE, modality, splits, null, null, null, null, false);
    }

    /** An image of which no study said side or body part. */
    public ImageTraits(
            int width,
            int height,
            int channels,
            int bits,
            String modality,
            List<Split> splits,
            @Nullable String station,
            @Nullable ImageMeasures measures) {
        this(width, height, channels, bits, modality, splits, station, measures, null, null, false);
    }
}
