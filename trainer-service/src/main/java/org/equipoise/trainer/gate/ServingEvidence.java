package org.equipoise.trainer.gate;

import java.util.function.Function;

/** What the serving path did with a candidate's canaries: frozen images with the answers that training computed. */
public sealed interface ServingEvidence {

    /** There are no answers of training to compare with; {@code reason} says why, as a sentence. */
    record NotComparable(String reason) implements ServingEvidence {}

    /** The stored model cannot be loaded, or does not answer; {@code reason} as the serving path said it. */
    record Unusable(String reason) implements ServingEvidence {}

    /**
     * It was trained elsewhere, and answers the test split far better when it is fed or read in another way than it was
     * registered with.
     *
     * @param balancedAccuracy as it was registered, in [0, 1]
     * @param otherwise the same in the other way
     * @param explanation which way, as a sentence with both numbers
     */
    record Mistaken(double balancedAccuracy, double otherwise, String explanation) implements ServingEvidence {}

    /**
     * The stored model answered.
     *
     * @param canaries images replayed, at least 0
     * @param largestDifference largest difference between a probability served and the one that training computed
     * @param accelerated whether a GPU computed the latter
     * @param inputs canaries whose stored image could be prepared again, at most {@code canaries}
     * @param equalInputs those of them whose bytes were the ones that training was fed
     * @param trainingChecksum SHA-256 over the input bytes that training was fed, of the {@code inputs} images in order
     * @param servingChecksum the same over the bytes that serving prepared
     */
    record Replayed(
            int canaries,
            double largestDifference,
            boolean accelerated,
            int inputs,
            int equalInputs,
            String trainingChecksum,
            String servingChecksum)
            implements ServingEvidence {}

    /** Exhaustive choice. */
    default <R> R fold(
            Function<NotComparable, R> notComparable,
            Function<Unusable, R> unusable,
            Function<Mistaken, R> mistaken,
            Function<Replayed, R> replayed) {
        if (this instanceof Replayed r) {
            return replayed.apply(r);
        }
        if (this instanceof Mistaken m) {
            return mistaken.apply(m);
        }
        return this instanceof Unusable u ? unusable.apply(u) : notComparable.apply((NotComparable) this);
    }
}
