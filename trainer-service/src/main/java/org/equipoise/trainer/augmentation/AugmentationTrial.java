package org.equipoise.trainer.augmentation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

import org.equipoise.trainer.features.EvenLoss;
import org.equipoise.trainer.features.HeldOutAnswers;

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
     * Compares answers to the same originals, those of classes with an image in each fold: of a smaller class a
     * classifier may be asked that never saw it.
     *
     * @param alone by a classifier of originals alone
     * @param beside by one that learned from copies, too
     */
    static AugmentationTrial of(int[] labels, double[][] alone, double[][] beside, int classes) {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        int[] judged = IntStream.range(0, labels.length)
                .filter(i -> counts[labels[i]] >= HeldOutAnswers.FOLDS)
                .toArray();
        if (judged.length == 0) {
            return new AugmentationTrial(0, 0, 0, 0, 0);
        }
        int[] own = IntStream.of(judged).map(i -> labels[i]).toArray();
        EvenLoss without = EvenLoss.of(own, chosen(alone, judged), classes);
        EvenLoss with = EvenLoss.of(own, chosen(beside, judged), classes);
        return new AugmentationTrial(
                own.length,
                without.mean(),
                with.mean(),
                Math.log(Arrays.stream(own).distinct().count()),
                with.minus(without, own, classes).error());
    }

    private static double[][] chosen(double[][] answers, int[] images) {
        return IntStream.of(images).mapToObj(i -> answers[i]).toArray(double[][]::new);
    }

    /** Whether originals tell anything, without which copies cannot be judged. */
    boolean decides() {
        return prior > without;
    }

    /** Whether copies harm; never where originals tell nothing. */
    boolean harms() {
        double told = prior - without;
        return decides() && with - without > Math.max(error, MUCH * told);
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
