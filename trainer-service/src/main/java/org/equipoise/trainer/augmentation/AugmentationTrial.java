package org.equipoise.trainer.augmentation;

import java.util.Arrays;
import java.util.Locale;

/**
 * Whether copies help a linear classifier to answer originals that it did not learn from: with them, and without, on
 * the same folds. A network that is trained from scratch gains more from copies than a linear classifier does, so a
 * policy is kept unless copies harm by more than one standard error, and by more than a fifth of what the originals
 * tell: a little, copies that any network gains from harm a linear classifier, too.
 *
 * @param images originals that were answered
 * @param without log loss of a classifier of originals alone, nats, each class counted the same
 * @param with the same of one that learned from copies, too
 * @param prior log loss of knowing nothing, nats
 * @param error standard error of the difference, from the images of each class
 */
record AugmentationTrial(int images, double without, double with, double prior, double error) {

    /** Of what the originals tell, {@code prior - without}. */
    private static final double MUCH = 0.2;

    /**
     * Compares answers to the same originals.
     *
     * @param alone by a classifier of originals alone
     * @param beside by one that learned from copies, too
     */
    static AugmentationTrial of(int[] labels, double[][] alone, double[][] beside, int classes) {
        EvenLoss without = EvenLoss.of(labels, alone, classes);
        EvenLoss with = EvenLoss.of(labels, beside, classes);
        return new AugmentationTrial(
                labels.length,
                without.mean(),
                with.mean(),
                Math.log(Arrays.stream(labels).distinct().count()),
                with.minus(without, labels, classes).error());
    }

    /** Whether copies harm; never where originals tell nothing. */
    boolean harms() {
        double told = prior - without;
        return told > 0 && with - without > Math.max(error, MUCH * told);
    }

    /** The numbers, as a clause. */
    String words() {
        return String.format(
                Locale.ROOT,
                "folds of %d images answer with a log loss of %.3f without augmented copies and %.3f with them, standard"
                        + " error of the difference %.3f",
                images,
                without,
                with,
                error);
    }
}
