package org.equipoise.common.events;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One annotator's label for one image. Topic {@code labels.submitted}, keyed by {@code dataset/imageId}. A later label
 * of the same annotator replaces the earlier one. The image need not have arrived yet.
 *
 * @param label the class; of a withdrawal, the one that is taken back
 * @param annotator who says so: a pseudonym, or {@code source} for a label that came with the study
 * @param role in which the annotator looked at the image; absent for a voice among others, such as a study's
 * @param examination the run of {@link LabelSuspected} whose doubt this label answers; only with a role
 * @param withdrawn true if the annotator takes the label back, and has none any more
 */
public record LabelSubmitted(
        String dataset,
        String imageId,
        String label,
        String annotator,
        Instant submittedAt,
        @Nullable Role role,
        @Nullable String examination,
        @Nullable Boolean withdrawn)
        implements Dated {

    /** The annotator of labels that came with a study: one voice per study, {@code source:<studyId>}. */
    public static final String SOURCE = "source";

    /** What a person's label is worth. */
    public enum Role {
        /** Looked at the image; settles a doubt about its label. */
        @JsonProperty("reader")
        READER,
        /** Is final. */
        @JsonProperty("adjudicator")
        ADJUDICATOR;

        /** The name on the wire, e.g. {@code reader}. */
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public LabelSubmitted {
        Require.name(dataset, "dataset");
        Require.imageId(imageId);
        Require.text(label, "label");
        Require.text(annotator, "annotator");
        Require.time(submittedAt, "submittedAt");
        if (role != null && isSource(annotator)) {
            throw new IllegalArgumentException("a label that came with a study has no role, got " + role.wireName());
        }
        if (examination != null) {
            Require.name(examination, "examination");
            if (role == null) {
                throw new IllegalArgumentException("examination without a role");
            }
        }
    }

    /** A voice among others. */
    public LabelSubmitted(String dataset, String imageId, String label, String annotator, Instant submittedAt) {
        this(dataset, imageId, label, annotator, submittedAt, null, null, null);
    }

    /** Whether this is the annotator of labels that came with a study. */
    public static boolean isSource(String annotator) {
        return annotator.equals(SOURCE) || annotator.startsWith(SOURCE + ":");
    }

    /** Whether the annotator takes a label back. */
    public boolean withdraws() {
        return Boolean.TRUE.equals(withdrawn);
    }

    /** For a story: {@code labelled "benign" by dr-who (reader) in dataset lung}. */
    public String inWords() {
        return (withdraws() ? "label \"" + label + "\" taken back by " : "labelled \"" + label + "\" by ") + annotator
                + (role == null ? "" : " (" + role.wireName() + ")") + " in dataset " + dataset;
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
