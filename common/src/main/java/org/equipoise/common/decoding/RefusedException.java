package org.equipoise.common.decoding;

import org.equipoise.common.events.RejectionReason;

/** Leaves a parser at the byte that broke a rule; {@link BoundedDecoder} turns it into an outcome. */
final class RefusedException extends Exception {

    private final RejectionReason reason;

    RefusedException(RejectionReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    static RefusedException unreadable(String detail) {
        return new RefusedException(RejectionReason.UNREADABLE, detail);
    }

    static RefusedException unsupported(String found) {
        return new RefusedException(
                RejectionReason.UNSUPPORTED_FORMAT, "found " + found + "; read are PNG and JPEG, 8-bit grey or RGB");
    }

    DecodingOutcome.Refused outcome() {
        return new DecodingOutcome.Refused(reason, String.valueOf(getMessage()));
    }
}
