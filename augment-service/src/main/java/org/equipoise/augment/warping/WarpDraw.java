package org.equipoise.augment.warping;

import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;

/** Draws how one image is moved. */
public final class WarpDraw {

    /** Keeps the warps' random streams apart from the plan's of the same seed. */
    private static final long PURPOSE = 0x77617270L;

    /** Policies without a shear take from no stream of it. */
    private static final long SHEAR = 0x73686561L;

    private WarpDraw() {}

    /**
     * The map from a pixel of the augmented image to where in the original it is taken from: the inverse of flip, then
     * rotation, then shear, then zoom (all about the middle), then translation, composed into one, so that the image is
     * resampled once.
     *
     * <p>It follows from (seed, epoch, draw) alone, not from the shard that the draw falls into. Every draw takes the
     * same six numbers from its stream whatever the policy allows, so that forbidding flips leaves the rotations as
     * they were; a shear has a stream of its own.
     *
     * @param draw position in the epoch's order, from 0
     */
    public static AffineMap sourceMap(
            AugmentationPolicy policy, long seed, int epoch, long draw, int width, int height) {
        if (policy.equals(AugmentationPolicy.NONE)) {
            return AffineMap.IDENTITY;
        }
        var random = SplitMix64.of(seed, PURPOSE, epoch, draw);
        boolean horizontal = random.nextDouble() < 0.5 && policy.horizontalFlip();
        boolean vertical = random.nextDouble() < 0.5 && policy.verticalFlip();
        double degrees = either(random, policy.rotationDegrees());
        double factor = 1 + either(random, policy.zoomFraction());
        double right = either(random, policy.translationFraction()) * width;
        double down = either(random, policy.translationFraction()) * height;
        AffineMap turned = AffineMap.flip(horizontal, vertical).then(AffineMap.rotation(degrees));
        double shear = Transform.SHEAR.in(policy);
        AffineMap sheared = shear == 0
                ? turned
                : turned.then(AffineMap.shear(either(SplitMix64.of(seed, SHEAR, epoch, draw), shear)));
        return sheared.then(AffineMap.zoom(factor))
                .aboutCentre(width, height)
                .then(AffineMap.translation(right, down))
                .inverse();
    }

    /** Uniform in [-limit, limit). */
    private static double either(SplitMix64 random, double limit) {
        return (2 * random.nextDouble() - 1) * limit;
    }
}
