package org.equipoise.common.events;

import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How far an image may be moved, and its intensities changed, {@link Transform} by transform. The identity has every
 * field zero, false or absent. What images of a modality bear is another question: see the limits of modalities.
 *
 * <p>Colours are never shifted against each other.
 *
 * @param horizontalFlip mirror left-right with probability 1/2; not for images whose laterality matters
 * @param verticalFlip mirror up-down with probability 1/2
 * @param rotationDegrees largest rotation either way, 0 to 180
 * @param zoomFraction largest relative change of size either way, 0 to 0.5
 * @param translationFraction largest shift either way as a fraction of the side, 0 to 0.5
 * @param gainFraction largest relative change of every intensity either way, 0 to 0.5; absent for none
 * @param biasFraction largest shift of every intensity either way as a fraction of the full scale, 0 to 0.5; absent for
 *     none
 * @param shearFraction largest shear either way, pixels to the side per pixel of height, 0 to 0.5; absent for none
 * @param elasticFraction largest smooth displacement either way as a fraction of the side, 0 to 0.06, so that nothing
 *     is folded over; absent for none
 * @param gammaFraction g of the largest exponent 1 + g of every intensity, the smallest being 1 / (1 + g), 0 to 1;
 *     absent for none
 * @param noiseFraction largest standard deviation of Gaussian noise as a fraction of the full scale, 0 to 0.2; absent
 *     for none
 * @param shotNoiseFraction largest standard deviation of Poisson noise at full scale as a fraction of it, 0 to 0.2;
 *     absent for none
 * @param blurFraction largest standard deviation of a Gaussian blur as a fraction of the shorter side, 0 to 0.05;
 *     absent for none
 * @param cutoutFraction largest area that is covered as a fraction of the image, 0 to 0.25; absent for none
 */
public record AugmentationPolicy(
        boolean horizontalFlip,
        boolean verticalFlip,
        double rotationDegrees,
        double zoomFraction,
        double translationFraction,
        @Nullable Double gainFraction,
        @Nullable Double biasFraction,
        @Nullable Double shearFraction,
        @Nullable Double elasticFraction,
        @Nullable Double gammaFraction,
        @Nullable Double noiseFraction,
        @Nullable Double shotNoiseFraction,
        @Nullable Double blurFraction,
        @Nullable Double cutoutFraction) {

    /** No change at all. */
    public static final AugmentationPolicy NONE = new AugmentationPolicy(false, false, 0, 0, 0);

    public AugmentationPolicy {
        Transform.ROTATION.require(rotationDegrees);
        Transform.ZOOM.require(zoomFraction);
        Transform.TRANSLATION.require(translationFraction);
        gainFraction = absentIfZero(gainFraction, Transform.GAIN);
        biasFraction = absentIfZero(biasFraction, Transform.BIAS);
        shearFraction = absentIfZero(shearFraction, Transform.SHEAR);
        elasticFraction = absentIfZero(elasticFraction, Transform.ELASTIC);
        gammaFraction = absentIfZero(gammaFraction, Transform.GAMMA);
        noiseFraction = absentIfZero(noiseFraction, Transform.NOISE);
        shotNoiseFraction = absentIfZero(shotNoiseFraction, Transform.SHOT_NOISE);
        blurFraction = absentIfZero(blurFraction, Transform.BLUR);
        cutoutFraction = absentIfZero(cutoutFraction, Transform.CUTOUT);
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

    /** With intensities brighter or darker, and more or less of contrast. */
    public AugmentationPolicy(
            boolean horizontalFlip,
            boolean verticalFlip,
            double rotationDegrees,
            double zoomFraction,
            double translationFraction,
            @Nullable Double gainFraction,
            @Nullable Double biasFraction) {
        this(
                horizontalFlip,
                verticalFlip,
                rotationDegrees,
                zoomFraction,
                translationFraction,
                gainFraction,
                biasFraction,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /**
     * With these transforms and no other.
     *
     * @param limits how far each may go, 0 for not at all; of a flip anything but 0 allows it
     */
    public static AugmentationPolicy of(Map<Transform, Double> limits) {
        Map<Transform, Double> all = new EnumMap<>(Transform.class);
        for (Transform transform : Transform.values()) {
            all.put(transform, limits.getOrDefault(transform, 0.0));
        }
        return new AugmentationPolicy(
                all.getOrDefault(Transform.HORIZONTAL_FLIP, 0.0) != 0,
                all.getOrDefault(Transform.VERTICAL_FLIP, 0.0) != 0,
                all.getOrDefault(Transform.ROTATION, 0.0),
                all.getOrDefault(Transform.ZOOM, 0.0),
                all.getOrDefault(Transform.TRANSLATION, 0.0),
                all.get(Transform.GAIN),
                all.get(Transform.BIAS),
                all.get(Transform.SHEAR),
                all.get(Transform.ELASTIC),
                all.get(Transform.GAMMA),
                all.get(Transform.NOISE),
                all.get(Transform.SHOT_NOISE),
                all.get(Transform.BLUR),
                all.get(Transform.CUTOUT));
    }

    /** The same with one transform's limit replaced. */
    public AugmentationPolicy with(Transform replaced, double limit) {
        Map<Transform, Double> all = new EnumMap<>(Transform.class);
        for (Transform transform : Transform.values()) {
            all.put(transform, transform.in(this));
        }
        all.put(replaced, limit);
        return of(all);
    }

    private static @Nullable Double absentIfZero(@Nullable Double value, Transform transform) {
        return value == null || value == 0 ? null : Double.valueOf(transform.require(value));
    }
}
