package org.equipoise.local.phantom;

import org.equipoise.common.imaging.Pixels;

/**
 * Draws one patch of lung, 64 x 64 grey: soft background, vessels, quantum noise, and near the middle what was found.
 *
 * <p>Crude on purpose, but the signs are the radiologist's: a benign nodule is small, round, smooth and sharply
 * bounded; a malignant one is larger, irregular, spiculated and fades into its surroundings. The sizes overlap.
 */
public final class LungPhantom {

    /** Pixels on each side. */
    public static final int SIDE = 64;

    private LungPhantom() {}

    /** The phantom of this seed; the same seed gives the same pixels on every machine. */
    public static Pixels draw(Finding finding, long seed) {
        return draw(finding, seed, PhantomDesign.STANDARD);
    }

    static Pixels draw(Finding finding, long seed, PhantomDesign design) {
        var dice = new Dice(seed);
        var lung = Tissue.background(SIDE, dice, design);
        lung.add(Tissue.vessels(SIDE, dice, design));
        if (finding != Finding.NONE) {
            lung.add(
                    finding == Finding.BENIGN
                            ? Nodule.benign(SIDE, dice, design)
                            : Nodule.malignant(SIDE, dice, design));
        }
        Tissue.addNoise(lung, dice, design);
        return lung.toPixels();
    }
}
