package org.equipoise.common.events;

import java.time.Instant;
import java.util.Map;

/**
 * An object of a study was refused. Topic {@code images.rejected}, keyed by {@code studyId}. The object stays in the
 * {@code studies} bucket; a copy is kept in {@code quarantine} under the same key where there was something to copy.
 *
 * @param sourceKey key in the {@code studies} bucket
 * @param detail one sentence with the value that broke the rule and the limit
 */
public record ImageRejected(
        String studyId, String dataset, String sourceKey, RejectionReason reason, String detail, Instant rejectedAt)
        implements Dated {

    public ImageRejected {
        Require.text(studyId, StudyPublished.MOST_ID_CHARACTERS, "studyId");
        Require.name(dataset, "dataset");
        Require.text(sourceKey, "sourceKey");
        Require.present(reason, "reason");
        Require.text(detail, "detail");
        Require.time(rejectedAt, "rejectedAt");
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("rejectedAt", rejectedAt);
    }
}
