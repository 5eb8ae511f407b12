package org.equipoise.common.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
 * @param votes label by annotator, those that were overruled among them; withdrawn ones are not
 * @param occurrences studies in which exactly these pixels arrived, at least 1; more than 1 is an exact duplicate
 * @param settlement who decided, where not all votes count the same; absent where they do
 * @param readings that were asked for; absent where nobody asked
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
        Instant checkedAt,
        @Nullable Settlement settlement,
        @Nullable Readings readings)
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
        /** A label is not in the dataset's label set, or none is left because it was withdrawn. */
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

    /**
     * That persons decided which label the image has.
     *
     * @param by annotators whose labels decided, at least one; all of them say the same
     * @param role in which they did
     * @param examination whose doubt they answered; absent if there was none
     * @param overruled annotators whose votes say something else and do not count
     * @param settledAt when the last of the deciding labels was given
     */
    public record Settlement(
            List<String> by,
            LabelSubmitted.Role role,
            @Nullable String examination,
            List<String> overruled,
            Instant settledAt) {

        public Settlement {
            by = Require.list(by, "by");
            Require.atLeast(by.size(), 1, "number of by");
            Require.present(role, "role");
            if (examination != null) {
                Require.name(examination, "examination");
            }
            overruled = Require.list(overruled, "overruled");
            Require.time(settledAt, "settledAt");
        }

        /** For a story: {@code settled by dr-who (adjudicator), overruling source:study-1}. */
        public String inWords() {
            return "settled by " + String.join(", ", by) + " (" + role.wireName() + ")"
                    + (overruled.isEmpty() ? "" : ", overruling " + String.join(", ", overruled));
        }
    }

    /**
     * That readers were asked to label the image without seeing what others say.
     *
     * @param asked how many of them, see {@link ReadingRequested}
     * @param since when it was asked: labels that were given before are no answer
     * @param by annotators who answered; their labels count together, once there are {@code asked} of them
     */
    public record Readings(int asked, Instant since, List<String> by) {

        public Readings {
            ReadingRequested.requireReaders(asked);
            Require.time(since, "since");
            by = Require.list(by, "by");
        }

        /** Whether as many answered as were asked. */
        @JsonIgnore
        public boolean isComplete() {
            return by.size() >= asked;
        }

        /** For a story: {@code read by 1 of 2 readers}. */
        public String inWords() {
            return "read by " + by.size() + " of " + asked + " readers";
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
        if (settlement != null) {
            requireVotes(settlement.by(), votes, "settlement");
            requireVotes(settlement.overruled(), votes, "settlement");
        }
        if (readings != null) {
            requireVotes(readings.by(), votes, "readings");
        }
    }

    /** A standing that nobody had to settle. */
    public LabelChecked(
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
            Instant checkedAt) {
        this(
                dataset,
                imageId,
                standing,
                reasons,
                label,
                classIndex,
                split,
                patientGroup,
                votes,
                occurrences,
                checkedAt,
                null);
    }

    /** A standing for which nobody was asked. */
    public LabelChecked(
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
            Instant checkedAt,
            @Nullable Settlement settlement) {
        this(
                dataset,
                imageId,
                standing,
                reasons,
                label,
                classIndex,
                split,
                patientGroup,
                votes,
                occurrences,
                checkedAt,
                settlement,
                null);
    }

    /** Whether readers are still asked: what others say is not for them until each has answered. */
    public boolean awaitsReaders() {
        return readings != null
                && !readings.isComplete()
                && (settlement == null || settlement.role() != LabelSubmitted.Role.ADJUDICATOR);
    }

    /** Whether the readers who were asked contradict each other, and nobody has decided yet. */
    public boolean readersDisagree() {
        return readings != null
                && readings.isComplete()
                && settlement == null
                && reasons.contains(QuarantineReason.CONFLICTING_LABELS);
    }

    private static void requireVotes(List<String> annotators, Map<String, String> votes, String field) {
        for (String annotator : annotators) {
            if (!votes.containsKey(annotator)) {
                throw new IllegalArgumentException(field + " names an annotator who has no vote");
            }
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
