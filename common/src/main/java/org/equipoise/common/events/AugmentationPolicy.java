package org.equipoise.common.events;

/**
 * How far an image may be moved in one warp. Colour and brightness are never touched: in a medical image they are
 * measurements. The identity has every field zero or false.
 *
 * @param horizontalFlip mirror left-right with probability 1/2; not for images whose laterality matters
 * @param verticalFlip mirror up-down with probability 1/2
 * @param rotationDegrees largest rotation either way, 0 to 180
 * @param zoomFraction largest relative change of size either way, 0 to 0.5
 * @param translationFraction largest shift either way as a fraction of the side, 0 to 0.5
 */
public record AugmentationPolicy(
        boolean horizontalFlip,
        boolean verticalFlip,
        double rotationDegrees,
        double zoomFraction,
        double translationFraction) {

    /** No change at all. */
    public static final AugmentationPolicy NONE = new AugmentationPolicy(false, false, 0, 0, 0);

    public AugmentationPolicy {
        range(rotationDegrees, 180, "rotationDegrees");
        range(zoomFraction, 0.5, "zoomFraction");
        range(translationFraction, 0.5, "translationFraction");
    }

    private static void range(double value, double limit, String field) {
        if (!(value >= 0 && value <= limit)) {
            throw new IllegalArgumentException(field + " must be in [0, " + limit + "], got " + value);
        }
    }
}
