package org.equipoise.augment.sharding;

import org.equipoise.augment.degrading.Blur;
import org.equipoise.augment.degrading.Cutout;
import org.equipoise.augment.degrading.Noise;
import org.equipoise.augment.intensity.IntensityMap;
import org.equipoise.augment.warping.AffineMap;
import org.equipoise.augment.warping.Bend;
import org.equipoise.augment.warping.Warp;
import org.equipoise.augment.warping.WarpDraw;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;

/**
 * Augments single images as a policy says: moved in one resampling, blurred, brightened, noisy, covered, in the order
 * in which patient, device and operator would do it. What becomes of an image follows from (seed, epoch, draw) alone,
 * and each transform from a random stream of its own, so that leaving one out leaves the others as they were. For one
 * thread at a time.
 */
public final class ImageAugmenter {

    private final AugmentationPolicy policy;
    private final InputFormat format;
    private final long seed;
    private final Warp warp;

    /** @param policy whose transforms of single images are carried out: mixing is another's */
    public ImageAugmenter(AugmentationPolicy policy, InputFormat format, long seed) {
        this.policy = policy.unmixed();
        this.format = format;
        this.seed = seed;
        InputShape shape = format.shape();
        warp = new Warp(shape.width(), shape.height(), shape.channels(), format.bits());
    }

    /**
     * Writes the augmented image.
     *
     * @param draw position in the epoch's order, from 0; below 0 for a second image that is mixed into one
     * @param from array with the image, from {@code fromOffset}, in bytes
     * @param to another array, with room for an image from {@code toOffset}, a whole number of images
     */
    public void apply(int epoch, long draw, byte[] from, int fromOffset, byte[] to, int toOffset) {
        if (policy.equals(AugmentationPolicy.NONE)) {
            System.arraycopy(from, fromOffset, to, toOffset, format.imageBytes());
            return;
        }
        InputShape shape = format.shape();
        AffineMap map = WarpDraw.sourceMap(policy, seed, epoch, draw, shape.width(), shape.height());
        Bend.draw(policy, seed, epoch, draw)
                .ifPresentOrElse(
                        bend -> warp.apply(from, fromOffset, map, bend, to, toOffset),
                        () -> warp.apply(from, fromOffset, map, to, toOffset));
        int first = toOffset / (format.bits() / Byte.SIZE);
        Blur.draw(policy, format, seed, epoch, draw).apply(to, first, format);
        IntensityMap.draw(policy, format.window(), seed, epoch, draw).apply(to, toOffset, format.imageBytes());
        Noise.draw(policy, seed, epoch, draw).apply(to, first, format);
        Cutout.draw(policy, shape, seed, epoch, draw).apply(to, first, format);
    }
}
