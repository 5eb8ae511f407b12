package org.equipoise.common.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * How far an image may be moved, and its intensities changed. The identity has every field zero, false or absent.
 *
 * <p>Intensities may be changed only where they are relative: a radiograph's depend on exposure and device. In a CT
 * they are measurements, and a changed one is another tissue. Colours are never shifted against each other.
 *
 * @param horizontalFlip mirror left-right with probability 1/2; not for images whose laterality matters
 * @param verticalFlip mirror up-down with probability 1/2
 * @param rotationDegrees largest rotation either way, 0 to 180
 * @param zoomFraction largest relative change of size either way, 0 to 0.5
 * @param translationFraction largest shift either way as a fraction of the side, 0 to 0.5
 * @param gainFraction largest relative change of every intensity either way, 0 to 0.5; absent for none
 * @param biasFraction largest shift of every intensity either way as a fraction of the full scale, 0 to 0.5; absent for
 *     none
 */
public record AugmentationPolicy(
        boolean horizontalFlip,
        boolean verticalFlip,
        double rotationDegrees,
        double zoomFraction,
        double translationFraction,
        @Nullable Double gainFraction,
        @Nullable Double biasFraction) {

    /** No change at all. */
    public static final AugmentationPolicy NONE = new AugmentationPolicy(false, false, 0, 0, 0);

    public AugmentationPolicy {
        range(rotationDegrees, 180, "rotationDegrees");
        range(zoomFraction, 0.5, "zoomFraction");
        range(translationFraction, 0.5, "translationFraction");
        gainFraction = absentIfZero(gainFraction, "gainFraction");
        biasFraction = absentIfZero(biasFraction, "biasFraction");
    }

    /** With intensities as they are. */
    public AugmentationPolicy(
            boolean horizontalFlip,
            boolean verticalFlip,
            double rotationDegrees,
            double zoomFraction,
            double translationFraction) {
        this(horizontalFlip, verticalFlip, rotationDegrees, zoomFraction, translationFraction, null, null);
    }

    /** The gain's limit, 0 where there is none. */
    @JsonIgnore
    public double gain() {
        return gainFraction == null ? 0 : gainFraction;
    }

    /** The bias's limit, 0 where there is none. */
    @JsonIgnore
    public double bias() {
        return biasFraction == null ? 0 : biasFraction;
    }

    private static @Nullable Double absentIfZero(@Nullable Double value, String field) {
        if (value == null || value == 0) {
            return null;
        }
        range(value, 0.5, field);
        return value;
    }

    private static void range(double value, double limit, String field) {
        if (!(value >= 0 && value <= limit)) {
            throw new IllegalArgumentException(field + " must be in [0, " + limit + "], got " + value);
        }
    }
}
