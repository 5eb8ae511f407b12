package org.equipoise.ingest.labelling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.labels.Vocabulary;
import org.equipoise.ingest.splitting.Splitting;
import org.jspecify.annotations.Nullable;

/**
 * Whether an image may be trained on: the labels that count are in the vocabulary and do not contradict each other.
 * Which count, {@link Settling} says.
 */
public final class LabelRules {

    private final Splitting splitting;
    private final Settling settling;

    public LabelRules(Splitting splitting, LabellingSettings settings) {
        this.splitting = splitting;
        this.settling = new Settling(settings.readersOfASuspect());
    }

    /**
     * The standing of an image; empty while the image or every label is still to come. An image whose labels were all
     * withdrawn has none that is known, nor has one that readers are asked for and nobody has labelled.
     *
     * @param vocabulary the dataset's, or null when nobody has declared it
     */
    public Optional<LabelChecked> check(ImageRecord image, @Nullable Vocabulary vocabulary, Instant now) {
        if (image.size() == null || (image.votes().isEmpty() && image.assignment() == null)) {
            return Optional.empty();
        }
        LabelSet labelSet = vocabulary == null ? null : vocabulary.labelSet();
        Settling.Outcome outcome = settling.of(
                image.votes(), vocabulary == null ? label -> label : vocabulary::nameOf, image.assignment());
        List<QuarantineReason> reasons = reasons(outcome.labels(), labelSet);
        boolean accepted = reasons.isEmpty();
        String label = accepted ? outcome.labels().first() : null;
        OptionalInt classIndex = labelSet == null || label == null ? OptionalInt.empty() : labelSet.indexOf(label);
        Split split = Splitting.strictest(image.splits(splitting)).orElse(Split.TRAIN);
        return Optional.of(new LabelChecked(
                image.dataset(),
                image.imageId(),
                accepted ? Standing.ACCEPTED : Standing.QUARANTINED,
                reasons,
                label,
                accepted ? (Integer) classIndex.orElseThrow() : null,
                split,
                image.patientGroup().orElse(null),
                outcome.votes(),
                image.occurrences().size(),
                now,
                outcome.settlement(),
                outcome.readings()));
    }

    /** What freezing wants to know of the image; empty while the image is still to come. */
    public Optional<ImageTraits> traits(ImageRecord image) {
        return Optional.ofNullable(image.size())
                .map(size -> new ImageTraits(
                        size.width(),
                        size.height(),
                        size.channels(),
                        Objects.requireNonNullElse(size.bits(), Byte.SIZE),
                        size.modality(),
                        image.splits(splitting),
                        size.station(),
                        size.measures(),
                        size.laterality(),
                        size.bodyPart(),
                        image.givenSplits().isEmpty()));
    }

    /** Whether two checks say the same; the time of checking is no difference. */
    public static boolean sameStanding(LabelChecked a, LabelChecked b) {
        return at(a, Instant.EPOCH).equals(at(b, Instant.EPOCH));
    }

    private static List<QuarantineReason> reasons(SortedSet<String> labels, @Nullable LabelSet labelSet) {
        List<QuarantineReason> reasons = new ArrayList<>();
        if (labelSet == null) {
            reasons.add(QuarantineReason.UNDECLARED_DATASET);
        } else if (labels.isEmpty()
                || labels.stream().anyMatch(label -> labelSet.indexOf(label).isEmpty())) {
            reasons.add(QuarantineReason.UNKNOWN_LABEL);
        }
        if (labels.size() > 1) {
            reasons.add(QuarantineReason.CONFLICTING_LABELS);
        }
        return reasons;
    }

    private static LabelChecked at(LabelChecked c, Instant checkedAt) {
        return new LabelChecked(
                c.dataset(),
                c.imageId(),
                c.standing(),
                c.reasons(),
                c.label(),
                c.classIndex(),
                c.split(),
                c.patientGroup(),
                c.votes(),
                c.occurrences(),
                checkedAt,
                c.settlement(),
                c.readings());
    }
}
