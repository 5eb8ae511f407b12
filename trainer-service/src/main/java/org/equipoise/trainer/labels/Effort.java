package org.equipoise.trainer.labels;

import java.time.Duration;

/**
 * How much an examination does: models learn from more centroids and more of the images, for more time.
 *
 * @param centroids of the patch dictionary
 * @param folds of the cross-fit
 */
public record Effort(int centroids, int folds) {

    /** Without hurry. */
    public static final Effort FULL = new Effort(200, 5);

    private static final Effort HALF = new Effort(100, 5);
    private static final Effort LEAST = new Effort(50, 3);

    public Effort {
        if (centroids < 2 || folds < 2) {
            throw new IllegalArgumentException("need two centroids and two folds, got " + centroids + " and " + folds);
        }
    }

    /**
     * The most that probably ends in time; the least effort when none does.
     *
     * @param limit time that is left
     * @param perCentroid time that one centroid's features of all images take
     * @param solving time that the cross-fit takes at full effort
     */
    static Effort within(Duration limit, Duration perCentroid, Duration solving) {
        for (Effort effort : new Effort[] {FULL, HALF}) {
            double share = effort.centroids / (double) FULL.centroids;
            // Least squares costs the square of the number of features for every image.
            double needed = perCentroid.toNanos() * (double) effort.centroids + solving.toNanos() * share * share;
            if (needed <= limit.toNanos()) {
                return effort;
            }
        }
        return LEAST;
    }
}
