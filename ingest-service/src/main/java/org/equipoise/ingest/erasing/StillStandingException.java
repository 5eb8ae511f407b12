package org.equipoise.ingest.erasing;

import org.jspecify.annotations.Nullable;

/** The checks of images are behind: images that were erased can still be frozen. Try again. */
public final class StillStandingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StillStandingException(@Nullable Throwable cause) {
        super("the images are not taken out of their datasets yet, because the checks are behind; try again", cause);
    }
}
