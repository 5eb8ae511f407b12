package org.equipoise.augment.intensity;

import java.util.Arrays;

import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;
import org.equipoise.common.imaging.ValueWindow;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each intensity of one image: {@code gain * v^gamma + bias}, rounded, cut to what a network can see.
 * An intensity of 8 bits is the sample, 0 to 255; one of 16 bits counts from the lower end of the window to its upper
 * end. The power is taken of the intensity as a fraction of the full scale. All channels are changed alike, so colours
 * keep their order.
 */
public final class IntensityMap {

    /** Changes nothing. */
    public static final IntensityMap IDENTITY = new IntensityMap(1, 1, 0, null);

    /** Keeps these random streams apart from the warps' of the same seed. */
    private static final long PURPOSE = 0x67616962L;

    /** Policies without a power take from no stream of it. */
    private static final long GAMMA = 0x67616d6dL;

    private static final int FULL_SCALE = 255;

    /** More than a power of a number up to 1 is off by rounding. */
    private static final double ROUNDING = 1e-12;

    private final double gamma;
    private final double gain;
    private final double bias;
    private final @Nullable ValueWindow window;

    /**
     * A map of these strengths.
     *
     * @param gamma power of the intensity, above 0
     * @param gain factor of what that gives
     * @param bias added after it, as a fraction of the full scale
     * @param window of samples of 16 bits; absent of 8
     */
    public IntensityMap(double gamma, double gain, double bias, @Nullable ValueWindow window) {
        this.gamma = gamma;
        this.gain = gain;
        this.bias = bias;
        this.window = window;
    }

    /**
     * Draws the map of one image. It follows from (seed, epoch, draw) alone, and the warps of the same draw stay as
     * they are. The power is uniform in its logarithm, so that as many images are brightened by it as darkened.
     *
     * @param window of samples of 16 bits; absent of 8
     * @param draw position in the epoch's order, from 0
     */
    public static IntensityMap draw(
            AugmentationPolicy policy, @Nullable ValueWindow window, long seed, int epoch, long draw) {
        double gainLimit = Transform.GAIN.in(policy);
        double biasLimit = Transform.BIAS.in(policy);
        double gammaLimit = Transform.GAMMA.in(policy);
        if (gainLimit == 0 && biasLimit == 0 && gammaLimit == 0) {
            return IDENTITY;
        }
        var random = SplitMix64.of(seed, PURPOSE, epoch, draw);
        double gain = 1 + (2 * random.nextDouble() - 1) * gainLimit;
        double bias = (2 * random.nextDouble() - 1) * biasLimit;
        double exponent = gammaLimit == 0
                ? 0
                : 2 * SplitMix64.of(seed, GAMMA, epoch, draw).nextDouble() - 1;
        return new IntensityMap(StrictMath.pow(1 + gammaLimit, exponent), gain, bias, window);
    }

    /** Changes the samples of {@code length} bytes in place, those of 16 bits low byte first. */
    public void apply(byte[] samples, int offset, int length) {
        if (gamma == 1 && gain == 1 && bias == 0) {
            return;
        }
        if (window != null) {
            deep(samples, offset, length, window);
            return;
        }
        byte[] table = new byte[FULL_SCALE + 1];
        for (int v = 0; v <= FULL_SCALE; v++) {
            table[v] = (byte) changed(v, FULL_SCALE);
        }
        for (int i = offset; i < offset + length; i++) {
            samples[i] = table[samples[i] & 0xFF];
        }
    }

    /** By a table where an image has more pixels than the window levels. */
    private void deep(byte[] samples, int offset, int length, ValueWindow seen) {
        int scale = seen.high() - seen.low();
        int[] table = new int[gamma != 1 && scale < length / Short.BYTES ? scale + 1 : 0];
        Arrays.setAll(table, v -> changed(v, scale));
        for (int i = offset; i < offset + length; i += Short.BYTES) {
            int sample = samples[i] & 0xFF | (samples[i + 1] & 0xFF) << Byte.SIZE;
            int intensity = sample - seen.low();
            int changed = seen.low()
                    + (table.length == 0 ? changed(intensity, scale) : table[Math.max(0, Math.min(scale, intensity))]);
            samples[i] = (byte) changed;
            samples[i + 1] = (byte) (changed >> Byte.SIZE);
        }
    }

    private int changed(int intensity, int scale) {
        double near = level(gamma == 1 ? intensity : scale * Math.pow(seen(intensity, scale), gamma), scale);
        // A whole number and a half may be rounded either way: Math may differ in the last bit between processors.
        if (gamma != 1 && Math.abs(near - Math.floor(near) - 0.5) < ROUNDING * scale) {
            near = level(scale * StrictMath.pow(seen(intensity, scale), gamma), scale);
        }
        return (int) Math.max(0, Math.min(scale, Math.round(near)));
    }

    private double level(double power, int scale) {
        return gain * power + bias * scale;
    }

    /** @param intensity of 16 bits it may lie outside of the window, whose end it then is seen as */
    private static double seen(int intensity, int scale) {
        return Math.max(0, Math.min(scale, intensity)) / (double) scale;
    }
}
