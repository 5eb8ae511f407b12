package org.equipoise.ingest.quality;

import java.util.Arrays;

/**
 * 64 bits that hardly change when an image is recompressed, resized, brightened or shifted a little: the signs, about
 * their median, of the 8 x 8 lowest frequencies of the discrete cosine transform of its 32 x 32 means. As
 * {@code imagehash.phash} computes it, but for the resizing: areas are averaged here.
 *
 * @see <a href="http://phash.org/docs/pubs/thesis_zauner.pdf">Zauner, Implementation and Benchmarking of Perceptual
 *     Image Hash Functions, 2010</a>
 */
final class PerceptualHash {

    private static final int SIDE = Reduction.SIDE;
    private static final int FREQUENCIES = 8;
    private static final double[] COSINES = cosines();

    private PerceptualHash() {}

    /** The hash in 16 hex digits, of means as {@link Reduction} gives them. */
    static String of(double[] means) {
        double[] coefficients = coefficients(means);
        double[] sorted = coefficients.clone();
        Arrays.sort(sorted);
        double median = (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
        long bits = 0;
        for (double coefficient : coefficients) {
            bits = bits << 1 | (coefficient > median ? 1 : 0);
        }
        return String.format("%016x", bits);
    }

    /** The lowest frequencies, vertical ones in rows; not normalised. */
    private static double[] coefficients(double[] means) {
        double[] vertical = new double[FREQUENCIES * SIDE];
        for (int k = 0; k < FREQUENCIES; k++) {
            for (int y = 0; y < SIDE; y++) {
                double cosine = COSINES[k * SIDE + y];
                for (int x = 0; x < SIDE; x++) {
                    vertical[k * SIDE + x] += cosine * means[y * SIDE + x];
                }
            }
        }
        double[] both = new double[FREQUENCIES * FREQUENCIES];
        for (int k = 0; k < FREQUENCIES; k++) {
            for (int l = 0; l < FREQUENCIES; l++) {
                double sum = 0;
                for (int x = 0; x < SIDE; x++) {
                    sum += COSINES[l * SIDE + x] * vertical[k * SIDE + x];
                }
                both[k * FREQUENCIES + l] = sum;
            }
        }
        return both;
    }

    private static double[] cosines() {
        double[] cosines = new double[FREQUENCIES * SIDE];
        for (int k = 0; k < FREQUENCIES; k++) {
            for (int n = 0; n < SIDE; n++) {
                cosines[k * SIDE + n] = Math.cos(Math.PI * (2 * n + 1) * k / (2.0 * SIDE));
            }
        }
        return cosines;
    }
}
