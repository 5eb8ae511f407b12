package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelSuspected;
import org.jspecify.annotations.Nullable;

/**
 * An image to look at.
 *
 * @param reasons why it is quarantined: codes; empty when it is only suspected
 * @param labels the vocabulary
 * @param givenLabel the label that is doubted; absent without a suspicion
 * @param suggestedLabel what it probably should be; absent without a suspicion
 * @param score how probably the given label is wrong, in [0, 1]; absent without a suspicion
 * @param evidence one sentence; absent without a suspicion
 * @param votes labels that were given, without who gave them: the next reader is to look with open eyes
 * @param deferred reasons why readers gave no label: codes, one for each reader, without who gave them
 * @param places how many readers may look at it at once: of an assigned image as many as have still to read it
 * @param change how much a label would change the dataset, in [0, 1]; see {@link LabelWorth#change}
 */
public record ReviewItem(
        String dataset,
        String imageId,
        Kind kind,
        List<String> reasons,
        List<String> labels,
        @Nullable String givenLabel,
        @Nullable String suggestedLabel,
        @Nullable Double score,
        @Nullable String evidence,
        List<String> votes,
        Instant since,
        List<String> deferred,
        int places,
        double change) {

    /** Why an image is to be looked at. */
    public enum Kind {
        /** Several readers are asked to read it, without seeing what others say. */
        @JsonProperty("assigned")
        ASSIGNED,
        /** The readers who were asked contradict each other. */
        @JsonProperty("disagreement")
        DISAGREEMENT,
        /** An examination doubts its label. */
        @JsonProperty("suspect")
        SUSPECT,
        /** Its labels contradict each other. */
        @JsonProperty("conflict")
        CONFLICT,
        /** It has no label of the vocabulary. */
        @JsonProperty("other")
        OTHER;

        /** The name in addresses, e.g. {@code suspect}. */
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** Of a quarantined image. */
        static Kind of(LabelChecked checked) {
            if (checked.readersDisagree()) {
                return DISAGREEMENT;
            }
            return checked.reasons().contains(QuarantineReason.CONFLICTING_LABELS) ? CONFLICT : OTHER;
        }
    }

    public ReviewItem {
        reasons = List.copyOf(reasons);
        labels = List.copyOf(labels);
        votes = List.copyOf(votes);
        deferred = List.copyOf(deferred);
    }

    /**
     * A quarantined image, and what is doubted about it, if anything. Any label that settles it changes the dataset.
     */
    static ReviewItem of(LabelChecked checked, List<String> labels, @Nullable LabelSuspected doubt, LabelWorth worth) {
        return new ReviewItem(
                checked.dataset(),
                checked.imageId(),
                Kind.of(checked),
                checked.reasons().stream().map(QuarantineReason::code).toList(),
                labels,
                doubt == null ? null : doubt.givenLabel(),
                doubt == null ? null : doubt.suggestedLabel(),
                doubt == null ? null : doubt.score(),
                doubt == null ? null : doubt.evidence(),
                checked.votes().values().stream().distinct().sorted().toList(),
                checked.checkedAt(),
                List.of(),
                1,
                worth.change(checked.dataset(), checked.votes().values(), labels, 1));
    }

    /** An image that several readers are asked to read: nothing is told of what anybody said. */
    static ReviewItem assigned(Assignments.Asked asked, List<String> labels, int places, LabelWorth worth) {
        return new ReviewItem(
                asked.dataset(),
                asked.imageId(),
                Kind.ASSIGNED,
                List.of(),
                labels,
                null,
                null,
                null,
                null,
                List.of(),
                asked.since(),
                List.of(),
                places,
                worth.change(asked.dataset(), List.of(), labels, 1));
    }

    /** An image whose label is doubted: a label changes the dataset as probably as that one is wrong. */
    static ReviewItem of(LabelSuspected doubt, List<String> labels, LabelWorth worth) {
        return new ReviewItem(
                doubt.dataset(),
                doubt.imageId(),
                Kind.SUSPECT,
                List.of(),
                labels,
                doubt.givenLabel(),
                doubt.suggestedLabel(),
                doubt.score(),
                doubt.evidence(),
                List.of(doubt.givenLabel()),
                doubt.suspectedAt(),
                List.of(),
                1,
                worth.change(
                        doubt.dataset(), List.of(doubt.givenLabel(), doubt.suggestedLabel()), labels, doubt.score()));
    }

    ReviewItem deferredFor(List<String> reasons) {
        return new ReviewItem(
                dataset,
                imageId,
                kind,
                this.reasons,
                labels,
                givenLabel,
                suggestedLabel,
                score,
                evidence,
                votes,
                since,
                reasons,
                places,
                change);
    }

    String key() {
        return ImageKey.of(dataset, imageId);
    }
}
