package org.equipoise.augment.intensity;

import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.imaging.ValueWindow;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each intensity of one image: {@code gain * v + bias}, rounded, cut to what a network can see. An
 * intensity of 8 bits is the sample, 0 to 255; one of 16 bits counts from the lower end of the window to its upper end.
 * All channels are changed alike, so colours keep their order.
 */
public final class IntensityMap {

    /** Changes nothing. */
    public static final IntensityMap IDENTITY = new IntensityMap(1, 0, null);

    /** Keeps these random streams apart from the warps' of the same seed. */
    private static final long PURPOSE = 0x67616962L;

    private static final int FULL_SCALE = 255;

    private final double gain;
    private final double bias;
    private final @Nullable ValueWindow window;

    /**
     * @param gain factor of the intensity
     * @param bias added after it, as a fraction of the full scale
     * @param window of samples of 16 bits; absent of 8
     */
    IntensityMap(double gain, double bias, @Nullable ValueWindow window) {
        this.gain = gain;
        this.bias = bias;
        this.window = window;
    }

    /**
     * Draws the map of one image. It follows from (seed, epoch, draw) alone, and the warps of the same draw stay as
     * they are.
     *
     * @param window of samples of 16 bits; absent of 8
     * @param draw position in the epoch's order, from 0
     */
    public static IntensityMap draw(
            AugmentationPolicy policy, @Nullable ValueWindow window, long seed, int epoch, long draw) {
        if (policy.gain() == 0 && policy.bias() == 0) {
            return IDENTITY;
        }
        var random = SplitMix64.of(seed, PURPOSE, epoch, draw);
        double gain = 1 + (2 * random.nextDouble() - 1) * policy.gain();
        double bias = (2 * random.nextDouble() - 1) * policy.bias();
        return new IntensityMap(gain, bias, window);
    }

    /** Changes the samples of {@code length} bytes in place, those of 16 bits low byte first. */
    public void apply(byte[] samples, int offset, int length) {
        if (gain == 1 && bias == 0) {
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

    private void deep(byte[] samples, int offset, int length, ValueWindow seen) {
        int scale = seen.high() - seen.low();
        for (int i = offset; i < offset + length; i += Short.BYTES) {
            int sample = samples[i] & 0xFF | (samples[i + 1] & 0xFF) << Byte.SIZE;
            int changed = seen.low() + changed(sample - seen.low(), scale);
            samples[i] = (byte) changed;
            samples[i + 1] = (byte) (changed >> Byte.SIZE);
        }
    }

    private int changed(int intensity, int scale) {
        return (int) Math.max(0, Math.min(scale, Math.round(gain * intensity + bias * scale)));
    }
}
