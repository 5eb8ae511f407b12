package org.equipoise.common.events;

import java.util.EnumMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
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
 * @param mixup alpha of the Beta(alpha, alpha) from which the share of a second image is drawn that is mixed into the
 *     first, with its label, 0 to 1; absent for none. Zhang et al., ICLR 2018, arXiv:1710.09412
 * @param mixupPartner how that image is drawn; absent where none is, and for {@link MixupPartner#ANY}
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
        @Nullable Double cutoutFraction,
        @Nullable Double mixup,
        @Nullable MixupPartner mixupPartner) {

    /** How the image is drawn that another one is mixed with. */
    public enum MixupPartner {
        /** As the epoch is drawn. */
        @JsonProperty("any")
        ANY,
        /** Every class equally often: what is rare comes into more of the mixtures. */
        @JsonProperty("balanced")
        BALANCED
    }

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
        mixup = absentIfZero(mixup, Transform.MIXUP);
        mixupPartner = mixup == null || mixupPartner == MixupPartner.ANY ? null : mixupPartner;
    }

    /** Without mixing. */
    public AugmentationPolicy(
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
        this(
                horizontalFlip,
                verticalFlip,
                rotationDegrees,
                zoomFraction,
                translationFraction,
                gainFraction,
                biasFraction,
                shearFraction,
                elasticFraction,
                gammaFraction,
                noiseFraction,
                shotNoiseFraction,
                blurFraction,
                cutoutFraction,
                null,
                null);
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
                all.get(Transform.CUTOUT),
                all.get(Transform.MIXUP),
                null);
    }

    /** The same with the other image of a mixture drawn so; means nothing where none is mixed. */
    public AugmentationPolicy mixedWith(@Nullable MixupPartner partner) {
        return new AugmentationPolicy(
                horizontalFlip,
                verticalFlip,
                rotationDegrees,
                zoomFraction,
                translationFraction,
                gainFraction,
                biasFraction,
                shearFraction,
                elasticFraction,
                gammaFraction,
                noiseFraction,
                shotNoiseFraction,
                blurFraction,
                cutoutFraction,
                mixup,
                partner);
    }

    /** How the image is drawn that another one is mixed with. */
    public MixupPartner partner() {
        return mixupPartner == null ? MixupPartner.ANY : mixupPartner;
    }

    /** Whether each image is mixed with another. */
    public boolean mixes() {
        return mixup != null;
    }

    /** What is done to single images: the same without mixing. */
    public AugmentationPolicy unmixed() {
        return with(Transform.MIXUP, 0);
    }

    /** The same with one transform's limit replaced. */
    public AugmentationPolicy with(Transform replaced, double limit) {
        Map<Transform, Double> all = new EnumMap<>(Transform.class);
        for (Transform transform : Transform.values()) {
            all.put(transform, transform.in(this));
        }
        all.put(replaced, limit);
        return of(all).mixedWith(mixupPartner);
    }

    private static @Nullable Double absentIfZero(@Nullable Double value, Transform transform) {
        return value == null || value == 0 ? null : Double.valueOf(transform.require(value));
    }
}
