package org.equipoise.ingest.archive;

import java.io.IOException;

/** An archive is damaged or exceeds a limit; the message says which, without the name of an entry. */
public final class ArchiveException extends IOException {

    private final boolean tooLarge;

    ArchiveException(String message, boolean tooLarge) {
        super(message);
        this.tooLarge = tooLarge;
    }

    /** Whether a limit is exceeded. */
    public boolean isTooLarge() {
        return tooLarge;
    }
}
