package org.equipoise.common.decoding;

import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.imaging.Pixels;

/** What became of a file: pixels, or a refusal that a person can act on. */
public sealed interface DecodingOutcome {

    /** The file is an 8-bit grey or RGB or a 16-bit grey image, whole and within the limits. */
    record Decoded(Pixels pixels) implements DecodingOutcome {}

    /**
     * The file is not taken.
     *
     * @param detail one sentence with the value that broke the rule and the limit
     */
    record Refused(RejectionReason reason, String detail) implements DecodingOutcome {}
}
