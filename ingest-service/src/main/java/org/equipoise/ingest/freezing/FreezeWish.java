package org.equipoise.ingest.freezing;

import java.util.OptionalInt;

/**
 * What the person who freezes wants to be otherwise than ingest decides it.
 *
 * @param side pixels on a side of the packed images, 8 to 1024
 * @param validationFromTraining whether a version without validation images gets some of the training images instead
 */
public record FreezeWish(OptionalInt side, WindowWish window, boolean validationFromTraining) {

    /** For which a version without validation images stays without. */
    public FreezeWish(OptionalInt side, WindowWish window) {
        this(side, window, false);
    }
}
