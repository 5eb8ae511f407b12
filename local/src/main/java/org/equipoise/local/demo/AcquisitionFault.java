package org.equipoise.local.demo;

import java.util.IntSummaryStatistics;
import java.util.stream.IntStream;

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

    /** The image as the faulty system sends it. Of 16 bits it saturates at the highest value that the image has. */
    static Pixels apply(Pixels image) {
        return image.bits() == Byte.SIZE ? bytes(image) : deep(image);
    }

    private static Pixels deep(Pixels image) {
        IntSummaryStatistics values =
                IntStream.range(0, image.length()).map(image::sample).summaryStatistics();
        double strength = STRENGTH / 255 * (values.getMax() - values.getMin());
        double[] across = profile(image.width());
        double[] along = profile(image.height());
        short[] samples = new short[image.length()];
        for (int i = 0; i < samples.length; i++) {
            double haze = strength * across[i % image.width()] * along[i / image.width()];
            samples[i] = (short) Math.min(values.getMax(), Math.round(image.sample(i) + haze));
        }
        return Pixels.ofShorts(image.width(), image.height(), samples);
    }

    private static Pixels bytes(Pixels image) {
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
