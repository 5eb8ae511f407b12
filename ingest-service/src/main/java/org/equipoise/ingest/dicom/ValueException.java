package org.equipoise.ingest.dicom;

/** Values that were decoded cannot become an image without guessing; the message says why, with value and limit. */
public final class ValueException extends Exception {

    private final ValueRule rule;

    ValueException(ValueRule rule, String message) {
        super(message);
        this.rule = rule;
    }

    /** The rule that is broken. */
    public ValueRule rule() {
        return rule;
    }
}
