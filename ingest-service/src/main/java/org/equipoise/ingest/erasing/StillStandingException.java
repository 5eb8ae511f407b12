package org.equipoise.ingest.erasing;

import org.jspecify.annotations.Nullable;

/** Not everything of the patient could be taken out yet. Asking again goes on. */
public final class StillStandingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private StillStandingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The checks of images are behind: images that were erased can still be frozen. */
    static StillStandingException behind(@Nullable Throwable cause) {
        return new StillStandingException(
                "the images are not taken out of their datasets yet, because the checks are behind; ask again", cause);
    }

    /** Studies of the patient are being received. */
    static StillStandingException arriving() {
        return new StillStandingException(
                "more of the patient arrived while he was erased; ask again when no more is sent", null);
    }
}
