package org.equipoise.dicom.pixel;

/** YBR to RGB (PS3.3, C.7.6.3.1.2, the equations of YBR_FULL solved for R, G and B). */
final class Colours {

    private static final double CR_TO_R = 1.402;
    private static final double CB_TO_B = 1.772;
    /** 2 (1 - .299) .299 / .587 and 2 (1 - .114) .114 / .587. */
    private static final double CR_TO_G = 2 * .701 * .299 / .587;

    private static final double CB_TO_G = 2 * .886 * .114 / .587;

    private Colours() {}

    /** Converts in place; values are rounded, and clamped to the bits. */
    static void ybrToRgb(short[] samples, int bits) {
        int most = (1 << bits) - 1;
        int middle = 1 << (bits - 1);
        for (int i = 0; i < samples.length; i += 3) {
            double y = samples[i] & 0xFFFF;
            double cb = (samples[i + 1] & 0xFFFF) - middle;
            double cr = (samples[i + 2] & 0xFFFF) - middle;
            samples[i] = rounded(y + CR_TO_R * cr, most);
            samples[i + 1] = rounded(y - CB_TO_G * cb - CR_TO_G * cr, most);
            samples[i + 2] = rounded(y + CB_TO_B * cb, most);
        }
    }

    private static short rounded(double value, int most) {
        return (short) Math.max(0, Math.min(most, (int) Math.floor(value + .5)));
    }
}
