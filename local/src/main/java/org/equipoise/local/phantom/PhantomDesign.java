package org.equipoise.local.phantom;

/**
 * How hard the phantoms are. Grey levels are of 0..255, lengths in pixels.
 *
 * @param background standard deviation of a patch's mean level, and about that of the slow waves over it
 * @param noise standard deviation of the quantum noise at the mean grey level
 * @param vesselContrast brightest vessel over its surroundings
 * @param benignContrast mean height of a benign nodule over its surroundings
 * @param malignantContrast the same for a malignant one
 * @param jitter how far a nodule may lie from the middle, along each axis
 */
record PhantomDesign(
        double background,
        double noise,
        double vesselContrast,
        double benignContrast,
        double malignantContrast,
        double jitter) {

    /** What the demonstration uses; see the package's tests for what it was tuned to. */
    static final PhantomDesign STANDARD = new PhantomDesign(8, 14, 40, 75, 58, 4);
}
