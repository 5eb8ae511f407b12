package org.equipoise.ingest.labelling;

import java.util.List;

import org.equipoise.common.labels.Split;

/**
 * What freezing wants to know of an image beside its standing.
 *
 * @param channels 1 (grey) or 3 (RGB)
 * @param modality DICOM modality of its first study
 * @param splits the different splits its studies asked for; more than one is worth a finding
 */
public record ImageTraits(int width, int height, int channels, String modality, List<Split> splits) {

    public ImageTraits {
        splits = List.copyOf(splits);
    }
}
