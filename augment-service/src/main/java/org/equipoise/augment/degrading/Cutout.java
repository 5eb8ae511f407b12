package org.equipoise.augment.degrading;

import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;

/**
 * Covers a rectangle of an image with the image's mean, channel by channel, so that no class is known by one place
 * alone. It lies inside of the image anywhere, and is at most twice as long as wide.
 *
 * @param left first column that is covered
 * @param top first row
 * @param width columns that are covered, 0 for none
 * @param height rows
 * @see <a href="https://arxiv.org/abs/1708.04552">DeVries and Taylor, Cutout, 2017</a>
 */
public record Cutout(int left, int top, int width, int height) {

    /** Covers nothing. */
    public static final Cutout NONE = new Cutout(0, 0, 0, 0);

    /** Keeps these random streams apart from the warps' of the same seed. */
    private static final long PURPOSE = 0x63757430L;

    /**
     * Draws the rectangle of one image, its area uniform up to the policy's. It follows from (seed, epoch, draw) alone.
     *
     * @param draw position in the epoch's order, from 0
     */
    public static Cutout draw(AugmentationPolicy policy, InputShape shape, long seed, int epoch, long draw) {
        double limit = Transform.CUTOUT.in(policy);
        if (limit == 0) {
            return NONE;
        }
        var random = SplitMix64.of(seed, PURPOSE, epoch, draw);
        double area = random.nextDouble() * limit * shape.width() * shape.height();
        double sides = StrictMath.pow(2, 2 * random.nextDouble() - 1);
        double across = StrictMath.sqrt(area * sides);
        int width = (int) Math.min(shape.width(), across);
        int height = across == 0 ? 0 : (int) Math.min(shape.height(), area / across);
        return new Cutout(
                random.nextInt(shape.width() - width + 1), random.nextInt(shape.height() - height + 1), width, height);
    }

    /**
     * Changes one image in place.
     *
     * @param from index of its first sample, counted in samples
     */
    public void apply(byte[] samples, int from, InputFormat format) {
        if (width == 0 || height == 0) {
            return;
        }
        InputShape shape = format.shape();
        for (int c = 0; c < shape.channels(); c++) {
            int mean = mean(samples, from + c, format);
            for (int y = top; y < top + height; y++) {
                for (int x = left; x < left + width; x++) {
                    format.put(samples, from + (y * shape.width() + x) * shape.channels() + c, mean);
                }
            }
        }
    }

    /** Of what a network sees. */
    private static int mean(byte[] samples, int from, InputFormat format) {
        InputShape shape = format.shape();
        int pixels = shape.width() * shape.height();
        long sum = 0;
        for (int i = 0; i < pixels; i++) {
            int sample = format.sample(samples, from + i * shape.channels());
            sum += Math.max(format.low(), Math.min(format.high(), sample));
        }
        return (int) Math.round(sum / (double) pixels);
    }
}
