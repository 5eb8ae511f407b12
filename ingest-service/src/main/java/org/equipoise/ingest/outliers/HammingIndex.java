package org.equipoise.ingest.outliers;

import java.util.Arrays;

/**
 * All pairs of 64-bit hashes that differ in few bits, without comparing each with each: cut into one band more than
 * bits may differ, two such hashes have at least one band alike. Memory: 8 bytes a hash beside the hashes.
 *
 * @see <a href="https://doi.org/10.1145/1242572.1242592">Manku, Jain and Das Sarma, Detecting near-duplicates for web
 *     crawling, 2007</a>
 */
final class HammingIndex {

    /** Comparisons, some seconds'. A million images of which none is like another take about a tenth. */
    static final long MOST_COMPARISONS = 3_000_000_000L;

    private final long[] hashes;
    private final int bits;
    private final long most;
    private long comparisons;

    /**
     * @param bits in which a pair may differ, at least 0
     * @param most comparisons that are made
     */
    HammingIndex(long[] hashes, int bits, long most) {
        this.hashes = hashes;
        this.bits = bits;
        this.most = most;
    }

    /** Hears of a pair; {@code first} is less than {@code second}. */
    @FunctionalInterface
    interface Pairs {
        void found(int first, int second, int differing);
    }

    /**
     * Says every pair once, always in the same order.
     *
     * @return whether all pairs were found; false if that would have taken more comparisons than are made
     */
    boolean find(Pairs pairs) {
        for (int band = 0; band <= bits; band++) {
            if (!find(band, pairs)) {
                return false;
            }
        }
        return true;
    }

    private boolean find(int band, Pairs pairs) {
        // The band above, the index below: sorted, hashes with this band alike lie beside each other, by index.
        long[] keyed = new long[hashes.length];
        for (int i = 0; i < hashes.length; i++) {
            keyed[i] = band(hashes[i], band) << Integer.SIZE | i;
        }
        Arrays.sort(keyed);
        int from = 0;
        for (int to = 1; to <= keyed.length; to++) {
            if (to == keyed.length || keyed[to] >>> Integer.SIZE != keyed[from] >>> Integer.SIZE) {
                if (!compare(keyed, from, to, band, pairs)) {
                    return false;
                }
                from = to;
            }
        }
        return true;
    }

    private boolean compare(long[] keyed, int from, int to, int band, Pairs pairs) {
        for (int a = from; a < to; a++) {
            int i = (int) keyed[a];
            for (int b = a + 1; b < to; b++) {
                if (++comparisons > most) {
                    return false;
                }
                int j = (int) keyed[b];
                int differing = Long.bitCount(hashes[i] ^ hashes[j]);
                if (differing <= bits && !alikeBefore(hashes[i], hashes[j], band)) {
                    pairs.found(i, j, differing);
                }
            }
        }
        return true;
    }

    /** Whether an earlier band said this pair. */
    private boolean alikeBefore(long a, long b, int band) {
        for (int earlier = 0; earlier < band; earlier++) {
            if (band(a, earlier) == band(b, earlier)) {
                return true;
            }
        }
        return false;
    }

    private long band(long hash, int band) {
        int bands = bits + 1;
        int from = band * Long.SIZE / bands;
        int width = (band + 1) * Long.SIZE / bands - from;
        // At most 31 bits are kept, so that an index fits below; where there are two bands or fewer, that is a part.
        return hash >>> from & ((1L << Math.min(width, Integer.SIZE - 1)) - 1);
    }
}
