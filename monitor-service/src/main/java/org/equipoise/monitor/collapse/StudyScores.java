package org.equipoise.monitor.collapse;

import java.util.List;

/**
 * What the probabilities of one study's images look like, besides the classes they answer.
 *
 * @param images images, at least 1
 * @param margins images by margin: entry b counts those whose most probable class is ahead of the next one by a
 *     probability in [b, b + 1) / {@value #BINS}; a margin of 1 is in the last one
 * @param repeats images whose probabilities equal those of the prediction before, bit by bit
 */
public record StudyScores(int images, List<Integer> margins, int repeats) {

    /** Number of margin bins. */
    public static final int BINS = 20;

    /** The numbers of a study. */
    public StudyScores {
        margins = List.copyOf(margins);
        int sum = margins.stream().mapToInt(Integer::intValue).sum();
        if (images < 1 || margins.size() != BINS || sum != images || repeats < 0 || repeats > images) {
            throw new IllegalArgumentException("need " + BINS
                    + " counts that sum to the images, at least 1, and no more" + " repeats than images, got " + images
                    + " images, " + margins + " and " + repeats + " repeats");
        }
    }

    /** Images whose margin is in one of the first {@code bins} bins. */
    public int below(int bins) {
        return margins.subList(0, bins).stream().mapToInt(Integer::intValue).sum();
    }

    /** Share of the images that repeat the prediction before, in [0, 1]. */
    public double repeatShare() {
        return repeats / (double) images;
    }

    /** Most probable minus second most probable, in [0, 1]. */
    public static double margin(List<Double> probabilities) {
        double first = 0;
        double second = 0;
        for (double p : probabilities) {
            if (p > first) {
                second = first;
                first = p;
            } else if (p > second) {
                second = p;
            }
        }
        return first - second;
    }

    /** The bin of a margin. */
    public static int bin(double margin) {
        return Math.min(BINS - 1, (int) (margin * BINS));
    }
}
