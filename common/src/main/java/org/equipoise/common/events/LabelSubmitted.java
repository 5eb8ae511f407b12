package org.equipoise.common.events;

import java.time.Instant;
import java.util.Map;

/**
 * One annotator's label for one image. Topic {@code labels.submitted}, keyed by {@code dataset/imageId}. A later label
 * of the same annotator replaces the earlier one. The image need not have arrived yet.
 *
 * @param annotator who says so: a pseudonym, or {@code source} for a label that came with the study
 */
public record LabelSubmitted(String dataset, String imageId, String label, String annotator, Instant submittedAt)
        implements Dated {

    /** The annotator of labels that came with a study: one voice per study, {@code source:<studyId>}. */
    public static final String SOURCE = "source";

    public LabelSubmitted {
        Require.name(dataset, "dataset");
        Require.imageId(imageId);
        Require.text(label, "label");
        Require.text(annotator, "annotator");
        Require.time(submittedAt, "submittedAt");
    }

    /** The record key. */
    public String key() {
        return ImageKey.of(dataset, imageId);
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("submittedAt", submittedAt);
    }
}
