package org.equipoise.trainer.labels;

import java.time.Duration;

/**
 * How much an examination does: models learn from more centroids and more of the images, for more time.
 *
 * @param centroids of the patch dictionary
 * @param folds of the cross-fit
 * @param repeats cross-fits with other dictionaries and folds, whose scores are averaged
 */
public record Effort(int centroids, int folds, int repeats) {

    /** Without hurry. */
    public static final Effort FULL = new Effort(200, 5, 3);

    private static final Effort SINGLE = new Effort(200, 5, 1);
    private static final Effort HALF = new Effort(100, 5, 1);
    private static final Effort LEAST = new Effort(50, 3, 1);

    public Effort {
        if (centroids < 2 || folds < 2 || repeats < 1) {
            throw new IllegalArgumentException("need two centroids, two folds and one repeat, got " + centroids + ", "
                    + folds + " and " + repeats);
        }
    }

    /**
     * The most that probably ends in time; the least effort when none does.
     *
     * @param limit time that is left
     * @param perCentroid time that one centroid's features of all images take
     * @param solving time that one cross-fit of theirs takes at full effort
     * @param seeing time that one cross-fit of what a pretrained network saw takes, at any effort; 0 without one
     */
    static Effort within(Duration limit, Duration perCentroid, Duration solving, Duration seeing) {
        for (Effort effort : new Effort[] {FULL, SINGLE, HALF}) {
            double share = effort.centroids / (double) FULL.centroids;
            // Least squares costs the square of the number of features for every image.
            double fit = solving.toNanos() * share * share + seeing.toNanos();
            // One more fit asks whether the classes can be told apart at all.
            double described = perCentroid.toNanos() * (double) effort.centroids;
            double needed = effort.repeats * described + (effort.repeats + 1) * fit;
            if (needed <= limit.toNanos()) {
                return effort;
            }
        }
        return LEAST;
    }
}
