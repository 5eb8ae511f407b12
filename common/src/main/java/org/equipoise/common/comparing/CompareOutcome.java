package org.equipoise.common.comparing;

/** Whether two versions of a dataset can be compared. */
public sealed interface CompareOutcome {

    /** They can: this is what differs. */
    record Compared(DatasetDiff diff) implements CompareOutcome {}

    /**
     * They cannot.
     *
     * @param message one sentence for the person who asked
     */
    record Refused(Refusal refusal, String message) implements CompareOutcome {}

    /** What kind of refusal. */
    enum Refusal {
        /** Nothing of the dataset was frozen, or not the version that was asked for. */
        UNKNOWN,
        /** What was asked for makes no sense. */
        BAD_REQUEST,
        /** A manifest is too long, or not what freezing writes. */
        UNREADABLE
    }
}
