package org.equipoise.common.events;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

/**
 * What may be done to a training image, one after another in this order, each as far as its setting of an
 * {@link AugmentationPolicy} says. A flip is allowed or not: 1 or 0.
 */
public enum Transform {
    /** Mirrored left-right with probability 1/2. */
    HORIZONTAL_FLIP("horizontalFlip", 1, true, policy -> policy.horizontalFlip() ? 1 : 0),
    /** Mirrored up-down with probability 1/2. */
    VERTICAL_FLIP("verticalFlip", 1, true, policy -> policy.verticalFlip() ? 1 : 0),
    /** Turned, either way. */
    ROTATION("rotationDegrees", 180, false, AugmentationPolicy::rotationDegrees),
    /** Made larger or smaller. */
    ZOOM("zoomFraction", 0.5, false, AugmentationPolicy::zoomFraction),
    /** Shifted, as a fraction of a side. */
    TRANSLATION("translationFraction", 0.5, false, AugmentationPolicy::translationFraction),
    /** Sheared: a row is moved by this fraction of its distance from the middle. */
    SHEAR("shearFraction", 0.5, false, policy -> or0(policy.shearFraction())),
    /** Bent smoothly: no point is moved further along an axis than by this fraction of the side. */
    ELASTIC("elasticFraction", 0.06, false, policy -> or0(policy.elasticFraction())),
    /** Blurred by a Gaussian with a standard deviation of this fraction of the shorter side. */
    BLUR("blurFraction", 0.05, false, policy -> or0(policy.blurFraction())),
    /** Intensities, from 0 to 1, to the power of 1/(1 + g) to 1 + g. */
    GAMMA("gammaFraction", 1, false, policy -> or0(policy.gammaFraction())),
    /** Intensities times 1 - g to 1 + g. */
    GAIN("gainFraction", 0.5, false, policy -> or0(policy.gainFraction())),
    /** Added to intensities, as a fraction of the full scale. */
    BIAS("biasFraction", 0.5, false, policy -> or0(policy.biasFraction())),
    /** Poisson noise: its standard deviation at full scale, as a fraction of it. */
    SHOT_NOISE("shotNoiseFraction", 0.2, false, policy -> or0(policy.shotNoiseFraction())),
    /** Gaussian noise: its standard deviation, as a fraction of the full scale. */
    NOISE("noiseFraction", 0.2, false, policy -> or0(policy.noiseFraction())),
    /** A rectangle of this fraction of the area is covered with the image's mean. */
    CUTOUT("cutoutFraction", 0.25, false, policy -> or0(policy.cutoutFraction())),
    /** Mixed with another image, label and all: alpha of the Beta(alpha, alpha) that its share is drawn from. */
    MIXUP("mixup", 1, false, policy -> or0(policy.mixup()));

    private final String setting;
    private final double most;
    private final boolean flag;
    private final ToDoubleFunction<AugmentationPolicy> limit;

    Transform(String setting, double most, boolean flag, ToDoubleFunction<AugmentationPolicy> limit) {
        this.setting = setting;
        this.most = most;
        this.flag = flag;
        this.limit = limit;
    }

    private static double or0(@Nullable Double value) {
        return value == null ? 0 : value;
    }

    /** The transform of a setting; empty where none has this name. */
    public static Optional<Transform> named(String setting) {
        return Arrays.stream(values())
                .filter(transform -> transform.setting.equals(setting))
                .findFirst();
    }

    /** Its name in recipes and events. */
    public String setting() {
        return setting;
    }

    /** The largest limit that any policy may have; 1 of a flip. */
    public double most() {
        return most;
    }

    /** Whether it is done or not, without a degree. */
    public boolean isFlag() {
        return flag;
    }

    /** How far a policy lets it go, 0 for not at all. */
    public double in(AugmentationPolicy policy) {
        return limit.applyAsDouble(policy);
    }

    /** @throws IllegalArgumentException if a limit is not in [0, {@link #most}] */
    double require(double value) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(setting + " must be in [0, " + most + "], got " + value);
        }
        return value;
    }
}
