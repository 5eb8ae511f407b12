package org.equipoise.ingest.multipart;

import java.io.IOException;

/** A body breaks the rules of RFC 2046 or a limit; the message says which, without a word of the body. */
public final class MultipartException extends IOException {

    private final boolean tooLarge;

    MultipartException(String message, boolean tooLarge) {
        super(message);
        this.tooLarge = tooLarge;
    }

    /** Whether a limit is broken, and not a rule. */
    public boolean isTooLarge() {
        return tooLarge;
    }
}
