package org.equipoise.bench.collapse;

import java.util.Arrays;

/** How many training images of each class a run has. */
final class Counts {

    /** Images of all classes together, at most. */
    private static final int USUAL = 480;

    /** Images of the commonest class beside few others. */
    private static final int COMMONEST = 400;

    private static final int FEWEST = 2;

    private Counts() {}

    /** As usual: the commonest class has {@code ratio} images for each of another one. */
    static int[] usual(int[] available, int ratio) {
        int most = commonest(available);
        int images = Math.min(available[most], USUAL / available.length);
        int[] counts = new int[available.length];
        Arrays.setAll(counts, k -> k == most ? images : Math.min(available[k], Math.max(FEWEST, images / ratio)));
        return counts;
    }

    static int[] imbalanced(int[] available, int ratio) {
        int most = commonest(available);
        int images = Math.min(available[most], COMMONEST);
        int[] counts = new int[available.length];
        Arrays.setAll(counts, k -> k == most ? images : Math.min(available[k], Math.max(FEWEST, images / ratio)));
        return counts;
    }

    static int[] even(int[] available, int images) {
        int[] counts = new int[available.length];
        Arrays.setAll(counts, k -> Math.min(available[k], Math.max(FEWEST, images / available.length)));
        return counts;
    }

    private static int commonest(int[] counts) {
        int best = 0;
        for (int k = 1; k < counts.length; k++) {
            best = counts[k] > counts[best] ? k : best;
        }
        return best;
    }
}
