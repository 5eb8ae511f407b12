package org.equipoise.ingest.freezing;

import org.equipoise.common.imaging.Pixels;

/** How often each value of 16 bits occurs: exact, 512 KiB, and the same in whatever order images are added. */
final class SampleHistogram {

    private static final int VALUES = 1 << Short.SIZE;

    private final long[] counts = new long[VALUES];
    private long total;

    void add(Pixels pixels) {
        for (int i = 0; i < pixels.length(); i++) {
            counts[pixels.sample(i)]++;
        }
        total += pixels.length();
    }

    /** Samples of all images. */
    long total() {
        return total;
    }

    /**
     * The smallest value that at least so many thousandths of the samples do not exceed: NumPy's {@code percentile(...,
     * method="inverted_cdf")}.
     *
     * @param perMille 1 to 1000
     * @throws IllegalStateException if there are no samples
     */
    int quantile(int perMille) {
        if (total == 0) {
            throw new IllegalStateException("no samples, so no quantile of them");
        }
        // Rounded up; total has room for the factor: 4.6e15 samples would be needed to overflow.
        long rank = (total * perMille + 999) / 1000;
        long seen = 0;
        for (int value = 0; value < VALUES; value++) {
            seen += counts[value];
            if (seen >= rank) {
                return value;
            }
        }
        throw new IllegalStateException("rank " + rank + " of " + total + " samples");
    }

    int smallest() {
        int value = 0;
        while (value < VALUES - 1 && counts[value] == 0) {
            value++;
        }
        return value;
    }

    int largest() {
        int value = VALUES - 1;
        while (value > 0 && counts[value] == 0) {
            value--;
        }
        return value;
    }

    /** The share of samples below this value, 0 to 1. */
    double below(int value) {
        long n = 0;
        for (int v = 0; v < value; v++) {
            n += counts[v];
        }
        return n / (double) total;
    }

    /** The share of samples above this value, 0 to 1. */
    double above(int value) {
        return 1 - below(value + 1);
    }
}
