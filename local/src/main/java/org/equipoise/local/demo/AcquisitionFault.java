package org.equipoise.local.demo;

import org.equipoise.common.imaging.Pixels;

/**
 * The anti-scatter grid is missing: scattered radiation lays a bright haze over the image, strongest in the middle, and
 * the detector saturates where it is too much. The image still has structure, so no quality check refuses it.
 */
final class AcquisitionFault {

    /** What to tell a person. */
    static final String DESCRIPTION = "its anti-scatter grid is gone, and a bright haze lies over every image";

    /** Grey levels that the haze adds in the middle. */
    private static final double STRENGTH = 160;

    /** Standard deviation of the Gaussian haze, as a fraction of the image's sides. */
    private static final double SPREAD = 0.3;

    private AcquisitionFault() {}

    /** The image as the faulty system sends it. */
    static Pixels apply(Pixels image) {
        int channels = image.channels();
        byte[] samples = image.samples();
        double[] across = profile(image.width());
        double[] along = profile(image.height());
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                double haze = STRENGTH * across[x] * along[y];
                for (int c = 0; c < channels; c++) {
                    int i = (y * image.width() + x) * channels + c;
                    samples[i] = (byte) Math.min(255, Math.round((samples[i] & 0xff) + haze));
                }
            }
        }
        return new Pixels(image.width(), image.height(), channels, samples);
    }

    private static double[] profile(int size) {
        double[] profile = new double[size];
        for (int i = 0; i < size; i++) {
            double distance = (i - (size - 1) / 2.0) / size;
            profile[i] = StrictMath.exp(-distance * distance / (2 * SPREAD * SPREAD));
        }
        return profile;
    }
}
