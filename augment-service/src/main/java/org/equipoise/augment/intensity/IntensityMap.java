package org.equipoise.augment.intensity;

import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.common.events.AugmentationPolicy;

/**
 * What becomes of each 8-bit intensity of one image: {@code gain * v + bias}, rounded, cut to 0 to 255. All channels
 * are changed alike, so colours keep their order.
 */
public final class IntensityMap {

    /** Changes nothing. */
    public static final IntensityMap IDENTITY = new IntensityMap(1, 0);

    /** Keeps these random streams apart from the warps' of the same seed. */
    private static final long PURPOSE = 0x67616962L;

    private static final int FULL_SCALE = 255;

    private final byte[] table = new byte[FULL_SCALE + 1];
    private final boolean identity;

    /**
     * @param gain factor of the intensity
     * @param bias added after it, as a fraction of the full scale
     */
    IntensityMap(double gain, double bias) {
        identity = gain == 1 && bias == 0;
        for (int v = 0; v <= FULL_SCALE; v++) {
            table[v] = (byte) Math.max(0, Math.min(FULL_SCALE, Math.round(gain * v + bias * FULL_SCALE)));
        }
    }

    /**
     * Draws the map of one image. It follows from (seed, epoch, draw) alone, and the warps of the same draw stay as
     * they are.
     *
     * @param draw position in the epoch's order, from 0
     */
    public static IntensityMap draw(AugmentationPolicy policy, long seed, int epoch, long draw) {
        if (policy.gain() == 0 && policy.bias() == 0) {
            return IDENTITY;
        }
        var random = SplitMix64.of(seed, PURPOSE, epoch, draw);
        double gain = 1 + (2 * random.nextDouble() - 1) * policy.gain();
        double bias = (2 * random.nextDouble() - 1) * policy.bias();
        return new IntensityMap(gain, bias);
    }

    /** Changes {@code length} samples in place. */
    public void apply(byte[] samples, int offset, int length) {
        if (identity) {
            return;
        }
        for (int i = offset; i < offset + length; i++) {
            samples[i] = table[samples[i] & 0xFF];
        }
    }
}
