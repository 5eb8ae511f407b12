package org.equipoise.ingest.freezing;

/** Whether a dataset can be frozen as it stands. */
public sealed interface FreezeOutcome {

    /** It can: this is what the version holds. */
    record Planned(FreezePlan plan) implements FreezeOutcome {}

    /**
     * It cannot.
     *
     * @param message one sentence with the value and the limit, for the person who asked
     */
    record Refused(Refusal refusal, String message) implements FreezeOutcome {}

    /** What kind of refusal. */
    enum Refusal {
        /** Nobody has declared or labelled such a dataset. */
        UNKNOWN_DATASET,
        /** The labels are being checked again; a later request may succeed. */
        IN_FLUX,
        /** The dataset cannot be trained on as it is. */
        UNFIT,
        /** What was asked for makes no sense. */
        BAD_REQUEST
    }
}
