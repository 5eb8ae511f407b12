package org.equipoise.trainer.evaluation;

/**
 * What one class says about two versions that answered the same images.
 *
 * @param images of the class, at least 1
 * @param firstRight images that only the first version answered right
 * @param secondRight images that only the second one did
 */
record DiscordantImages(long images, long firstRight, long secondRight) {

    DiscordantImages {
        if (firstRight < 0 || secondRight < 0 || images < 1 || firstRight + secondRight > images) {
            throw new IllegalArgumentException(firstRight + " and " + secondRight + " of " + images + " images");
        }
    }

    /** Images on which they differ. */
    long discordant() {
        return firstRight + secondRight;
    }

    /** By how much the recall of the first is higher, in [-1, 1]. */
    double difference() {
        return (firstRight - secondRight) / (double) images;
    }

    /**
     * The same with half an image added to each of the four cells of the table, which shrinks it towards 0 and keeps
     * its interval honest where few images differ: Agresti and Min, Statistics in Medicine 2005.
     */
    double shrunk() {
        return (firstRight - secondRight) / (images + 2.0);
    }

    /** Variance of {@link #shrunk}, above 0 whatever the images say. */
    double variance() {
        double n = images + 2.0;
        return ((discordant() + 1) / n - shrunk() * shrunk()) / n;
    }
}
