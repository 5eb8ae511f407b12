package org.equipoise.augment.degrading;

import java.util.Arrays;

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
        int height = format.shape().height();
        int channels = format.shape().channels();
        int row = format.shape().width() * channels;
        int radius = weights.length / 2;
        double[] wider = new double[row + 2 * radius * channels];
        double[] one = new double[row];
        double[] next = new double[row];
        double[][] rows = new double[height][row];
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < wider.length; i++) {
                int near = i - radius * channels;
                int inside = near < 0 ? i % channels : near >= row ? row - channels + near % channels : near;
                wider[i] = format.sample(samples, from + y * row + inside);
            }
            add(weights[0], wider, rows[y]);
            for (int k = 1; k < weights.length; k += 2) {
                System.arraycopy(wider, k * channels, one, 0, row);
                System.arraycopy(wider, (k + 1) * channels, next, 0, row);
                add(weights[k], one, weights[k + 1], next, rows[y]);
            }
        }
        double[] blurred = new double[row];
        for (int y = 0; y < height; y++) {
            Arrays.fill(blurred, 0);
            add(weights[0], rows[inside(y - radius, height)], blurred);
            for (int k = 1; k < weights.length; k += 2) {
                double[] above = rows[inside(y + k - radius, height)];
                double[] below = rows[inside(y + k + 1 - radius, height)];
                add(weights[k], above, weights[k + 1], below, blurred);
            }
            for (int i = 0; i < row; i++) {
                format.put(samples, from + y * row + i, (int) Math.round(blurred[i]));
            }
        }
    }

    /**
     * One weight over a whole row. The compiler makes vectors of it, but only because all arrays are read and written
     * from their beginnings.
     */
    private static void add(double weight, double[] source, double[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] += weight * source[i];
        }
    }

    /** The same of two weights, one after the other: half as often through the target. */
    private static void add(double weight, double[] source, double nextWeight, double[] next, double[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = target[i] + weight * source[i] + nextWeight * next[i];
        }
    }

    private static int inside(int y, int height) {
        return Math.max(0, Math.min(height - 1, y));
    }
}
