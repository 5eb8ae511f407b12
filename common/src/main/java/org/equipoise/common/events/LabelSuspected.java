package org.equipoise.common.events;

import java.time.Instant;
import java.util.Map;

/**
 * A label that is probably wrong: models that did not see the image contradict it. Topic {@code labels.suspected},
 * keyed by {@code dataset/imageId}. A question to a person, never a correction: nothing changes until somebody submits
 * another label.
 *
 * @param runId the examination; examining again with the same id says the same again
 * @param datasetVersion the frozen version whose training split was examined
 * @param givenLabel the label that the image has in this version
 * @param suggestedLabel the label that it probably should have
 * @param score how probably the given label is wrong, in [0, 1]
 * @param rank 1 for the most suspicious image of the examination
 * @param evidence one sentence for the person who checks
 */
public record LabelSuspected(
        String runId,
        String dataset,
        String datasetVersion,
        String imageId,
        String givenLabel,
        String suggestedLabel,
        double score,
        int rank,
        String evidence,
        Instant suspectedAt)
        implements Dated {

    public LabelSuspected {
        Require.name(runId, "runId");
        Require.name(dataset, "dataset");
        Require.name(datasetVersion, "datasetVersion");
        Require.imageId(imageId);
        Require.text(givenLabel, "givenLabel");
        Require.text(suggestedLabel, "suggestedLabel");
        if (givenLabel.equals(suggestedLabel)) {
            throw new IllegalArgumentException(
                    "suggestedLabel must differ from givenLabel, both have the same " + Require.length(givenLabel));
        }
        Require.fraction(score, "score");
        Require.atLeast(rank, 1, "rank");
        Require.text(evidence, "evidence");
        Require.time(suspectedAt, "suspectedAt");
    }

    /** The record key. */
    public String key() {
        return ImageKey.of(dataset, imageId);
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("suspectedAt", suspectedAt);
    }
}
