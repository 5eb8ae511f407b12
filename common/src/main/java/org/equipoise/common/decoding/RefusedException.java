package org.equipoise.common.decoding;

import org.equipoise.common.events.RejectionReason;

/** Leaves a parser at the byte that broke a rule; {@link BoundedDecoder} turns it into an outcome. */
final class RefusedException extends Exception {

    /** For a file of another kind. */
    static final String WHAT_IS_READ = "read are PNG and JPEG";

    private final RejectionReason reason;

    RefusedException(RejectionReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    static RefusedException unreadable(String detail) {
        return new RefusedException(RejectionReason.UNREADABLE, detail);
    }

    /** @param advice what a person can do about it */
    static RefusedException unsupported(String found, String advice) {
        return new RefusedException(RejectionReason.UNSUPPORTED_FORMAT, "found " + found + "; " + advice);
    }

    DecodingOutcome.Refused outcome() {
        return new DecodingOutcome.Refused(reason, String.valueOf(getMessage()));
    }
}
