package org.equipoise.common.events;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What was measured of an image's pixels when it arrived: enough to find what is odd about it, alone and beside the
 * rest of its dataset, without reading the pixels again. About 200 bytes as JSON. Grey values of RGB images are their
 * luma (ITU-R BT.601). The range of values is 0 to 255; of 16 bits it is what the image uses, from its percentile 0.1
 * to 99.9. Shares are in [0, 1].
 *
 * @param lowest share of the samples that have the lowest value of the range
 * @param highest share of the samples that have the highest value of the range
 * @param entropy Shannon's, in bits, of the histogram of grey values in 256 bins over the range of values; 0 to 8
 * @param mean of the grey values, as a share of the range of values
 * @param deviation population standard deviation of the grey values, as a share of the range of values
 * @param bars uniform bars at the sides, as letterboxing leaves them; absent for none
 * @param repeated rows and columns at the sides that repeat their neighbour, as padding by replication leaves them;
 *     absent for none
 * @param hash perceptual hash, 16 hex digits: images that look alike differ in few of its 64 bits
 * @param thumbnail 8 x 8 mean grey values in rows, a hex digit each: 0 for the darkest of the 64, f for the brightest
 */
public record ImageMeasures(
        double lowest,
        double highest,
        double entropy,
        double mean,
        double deviation,
        @Nullable Sides bars,
        @Nullable Sides repeated,
        String hash,
        String thumbnail) {

    /** Cells of a thumbnail. */
    public static final int CELLS = 64;

    private static final double MOST_ENTROPY = 8;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern THUMBNAIL = Pattern.compile("[0-9a-f]{" + CELLS + "}");

    /** How far something reaches in from each side: shares of the height (top, bottom) and of the width. */
    public record Sides(double top, double right, double bottom, double left) {

        public Sides {
            Require.fraction(top, "top");
            Require.fraction(right, "right");
            Require.fraction(bottom, "bottom");
            Require.fraction(left, "left");
        }

        /** The larger of what top and bottom, and left and right, take together; in [0, 2]. */
        public double across() {
            return Math.max(top + bottom, left + right);
        }
    }

    public ImageMeasures {
        Require.fraction(lowest, "lowest");
        Require.fraction(highest, "highest");
        if (!(entropy >= 0 && entropy <= MOST_ENTROPY)) {
            throw new IllegalArgumentException("entropy must be in [0, " + MOST_ENTROPY + "], got " + entropy);
        }
        Require.fraction(mean, "mean");
        Require.fraction(deviation, "deviation");
        matching(hash, HASH, "hash");
        matching(thumbnail, THUMBNAIL, "thumbnail");
    }

    /** The 64 bits of {@link #hash()}. */
    public long hashBits() {
        return Long.parseUnsignedLong(hash, 16);
    }

    private static void matching(@Nullable String given, Pattern pattern, String field) {
        String value = Require.present(given, field);
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(field + " must match " + pattern + ", got " + Require.length(value));
        }
    }
}
