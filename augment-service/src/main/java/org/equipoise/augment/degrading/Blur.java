package org.equipoise.augment.degrading;

import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;
import org.equipoise.common.imaging.InputFormat;

/**
 * Blurs an image by a Gaussian, rows first, then columns. Outside the image the nearest edge pixel goes on, as in the
 * warps. Channels are blurred one by one.
 */
public final class Blur {

    /** Keeps these random streams apart from the warps' of the same seed. */
    private static final long PURPOSE = 0x626c7572L;

    /** Standard deviations to either side; what lies further weighs less than a hundredth of the middle. */
    private static final int REACH = 3;

    private final double[] weights;

    /**
     * A blur of this strength.
     *
     * @param deviation standard deviation in pixels, at least 0; 0 blurs nothing
     */
    public Blur(double deviation) {
        int radius = (int) StrictMath.ceil(REACH * deviation);
        weights = new double[2 * radius + 1];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double away = (i - radius) / Math.max(deviation, Double.MIN_NORMAL);
            weights[i] = StrictMath.exp(-away * away / 2);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
    }

    /**
     * Draws the blur of one image, its standard deviation uniform up to the policy's. It follows from (seed, epoch,
     * draw) alone.
     *
     * @param draw position in the epoch's order, from 0
     */
    public static Blur draw(AugmentationPolicy policy, InputFormat format, long seed, int epoch, long draw) {
        double limit = Transform.BLUR.in(policy);
        if (limit == 0) {
            return new Blur(0);
        }
        int side = Math.min(format.shape().width(), format.shape().height());
        return new Blur(SplitMix64.of(seed, PURPOSE, epoch, draw).nextDouble() * limit * side);
    }

    /**
     * Changes one image in place.
     *
     * @param from index of its first sample, counted in samples
     */
    public void apply(byte[] samples, int from, InputFormat format) {
        if (weights.length == 1) {
            return;
        }
        int width = format.shape().width();
        int height = format.shape().height();
        int channels = format.shape().channels();
        double[] image = new double[format.shape().length()];
        for (int i = 0; i < image.length; i++) {
            image[i] = format.sample(samples, from + i);
        }
        double[] rows = new double[image.length];
        for (int y = 0; y < height; y++) {
            for (int c = 0; c < channels; c++) {
                line(image, rows, y * width * channels + c, channels, width);
            }
        }
        for (int x = 0; x < width * channels; x++) {
            line(rows, image, x, width * channels, height);
        }
        for (int i = 0; i < image.length; i++) {
            format.put(samples, from + i, (int) Math.round(image[i]));
        }
    }

    /** One row or column of {@code length} pixels that lie {@code step} apart. */
    private void line(double[] source, double[] target, int begin, int step, int length) {
        int radius = weights.length / 2;
        for (int i = 0; i < length; i++) {
            double sum = 0;
            for (int k = -radius; k <= radius; k++) {
                int near = Math.max(0, Math.min(length - 1, i + k));
                sum += weights[k + radius] * source[begin + near * step];
            }
            target[begin + i * step] = sum;
        }
    }
}
