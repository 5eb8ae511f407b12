package org.equipoise.common.events;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A reader looked at an image and gave it no label. Topic {@code labels.deferred}, keyed by {@code dataset/imageId}. It
 * changes nothing about the image's standing: it says to those who look next why. A later one of the same annotator
 * replaces the earlier one, and so does a label.
 *
 * @param annotator who says so: a pseudonym
 * @param reason of a withdrawal, the one that is taken back
 * @param withdrawn true if the annotator takes it back
 */
public record LabelDeferred(
        String dataset,
        String imageId,
        String annotator,
        Reason reason,
        Instant deferredAt,
        @Nullable Boolean withdrawn)
        implements Dated {

    /** Why a reader gives no label. The list is closed: a free text may name a patient. */
    public enum Reason {
        /** The image does not show enough to tell. */
        @JsonProperty("not-diagnostic")
        NOT_DIAGNOSTIC,
        /** Somebody else should look. */
        @JsonProperty("second-opinion")
        SECOND_OPINION,
        /** It shows something that the dataset is not about. */
        @JsonProperty("wrong-body-part")
        WRONG_BODY_PART,
        /** None of these. */
        @JsonProperty("other")
        OTHER;

        /** The code on the wire, e.g. {@code not-diagnostic}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public LabelDeferred {
        Require.name(dataset, "dataset");
        Require.imageId(imageId);
        Require.text(annotator, "annotator");
        Require.present(reason, "reason");
        Require.time(deferredAt, "deferredAt");
    }

    /** Whether the annotator takes it back. */
    public boolean withdraws() {
        return Boolean.TRUE.equals(withdrawn);
    }

    /** For a story: {@code deferred by reader-2 in dataset lung: not diagnostic}. */
    public String inWords() {
        return (withdraws() ? "no longer deferred by " : "deferred by ") + annotator + " in dataset " + dataset + ": "
                + reason.code().replace('-', ' ');
    }

    /** The record key. */
    public String key() {
        return ImageKey.of(dataset, imageId);
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("deferredAt", deferredAt);
    }
}
