package org.equipoise.ingest.freezing;

import java.util.OptionalInt;

import org.equipoise.common.imaging.Fit;

/**
 * What the person who freezes wants to be otherwise than ingest decides it.
 *
 * @param side pixels on a side of the packed images, 8 to 512
 * @param fit how images of another aspect come into the shape
 * @param validationFromTraining whether a version without validation images gets some of the training images instead
 */
public record FreezeWish(OptionalInt side, WindowWish window, Fit fit, boolean validationFromTraining) {

    /** Images are stretched, and a version without validation images stays without. */
    public FreezeWish(OptionalInt side, WindowWish window) {
        this(side, window, Fit.STRETCH, false);
    }
}
