package org.equipoise.ingest.labelling;

import java.time.Instant;
import java.util.Comparator;

import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.jspecify.annotations.Nullable;

/**
 * What one annotator says an image shows, and since when. Of two votes of one annotator the greater counts: the later,
 * and of the same instant a withdrawal, so that the order in which they come does not matter.
 *
 * @param role absent for a voice among others
 * @param examination whose doubt it answers; absent if none
 * @param withdrawn true if the annotator has no label any more; else absent, as in every record before there were
 *     withdrawals
 */
public record Vote(
        String label,
        Instant submittedAt,
        @Nullable Role role,
        @Nullable String examination,
        @Nullable Boolean withdrawn)
        implements Comparable<Vote> {

    private static final Comparator<Vote> ORDER = Comparator.comparing(Vote::submittedAt)
            .thenComparing(Vote::stands, Comparator.reverseOrder())
            .thenComparing(Vote::role, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Vote::examination, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Vote::label);

    public Vote {
        withdrawn = Boolean.TRUE.equals(withdrawn) ? true : null;
    }

    /** Of a voice among others. */
    public Vote(String label, Instant submittedAt) {
        this(label, submittedAt, null, null, null);
    }

    static Vote of(LabelSubmitted event) {
        return new Vote(event.label(), event.submittedAt(), event.role(), event.examination(), event.withdrawn());
    }

    /** The same, in the words of the vocabulary. */
    Vote meaning(String name) {
        return new Vote(name, submittedAt, role, examination, withdrawn);
    }

    /** Whether the annotator still says so. */
    boolean stands() {
        return withdrawn == null;
    }

    @Override
    public int compareTo(Vote other) {
        return ORDER.compare(this, other);
    }
}
