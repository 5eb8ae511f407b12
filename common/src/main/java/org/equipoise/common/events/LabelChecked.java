package org.equipoise.common.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/**
 * The standing of one image in its dataset; the last one counts. Topic {@code labels.checked}, compacted, keyed by
 * {@code dataset/imageId}. This log is the dataset.
 *
 * @param reasons why it is quarantined; empty when accepted
 * @param label the agreed label when accepted
 * @param classIndex its index in the label set when accepted
 * @param split where the image belongs
 * @param patientGroup keyed HMAC of the patient key, if known
 * @param votes label by annotator
 * @param occurrences studies in which exactly these pixels arrived, at least 1; more than 1 is an exact duplicate
 */
public record LabelChecked(
        String dataset,
        String imageId,
        Standing standing,
        List<QuarantineReason> reasons,
        @Nullable String label,
        @Nullable Integer classIndex,
        @Nullable Split split,
        @Nullable String patientGroup,
        Map<String, String> votes,
        int occurrences,
        Instant checkedAt)
        implements Dated {

    /** Whether the image may be trained on. */
    public enum Standing {
        @JsonProperty("accepted")
        ACCEPTED,
        @JsonProperty("quarantined")
        QUARANTINED
    }

    /** Why an image may not be trained on. */
    public enum QuarantineReason {
        /** A label is not in the dataset's label set. */
        @JsonProperty("unknown-label")
        UNKNOWN_LABEL,
        /** Labels for the same pixels contradict each other. */
        @JsonProperty("conflicting-labels")
        CONFLICTING_LABELS,
        /** Nobody has declared the dataset's label set yet. */
        @JsonProperty("undeclared-dataset")
        UNDECLARED_DATASET;

        /** The code on the wire and in metrics, e.g. {@code unknown-label}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    public LabelChecked {
        Require.name(dataset, "dataset");
        Require.imageId(imageId);
        Require.present(standing, "standing");
        reasons = Require.list(reasons, "reasons");
        votes = Require.map(votes, "votes");
        Require.atLeast(occurrences, 1, "occurrences");
        Require.time(checkedAt, "checkedAt");
        boolean accepted = standing == Standing.ACCEPTED;
        if (accepted != reasons.isEmpty()) {
            throw new IllegalArgumentException(standing + " with the reasons " + reasons);
        }
        if (accepted && (label == null || classIndex == null || split == null)) {
            throw new IllegalArgumentException("accepted without label, classIndex or split");
        }
    }

    /** The record key. */
    public String key() {
        return ImageKey.of(dataset, imageId);
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("checkedAt", checkedAt);
    }
}
