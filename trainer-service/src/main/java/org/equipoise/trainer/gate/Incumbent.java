package org.equipoise.trainer.gate;

import java.util.function.Function;

import org.equipoise.trainer.evaluation.PairedComparison;

/** The model that serves now, as far as a candidate can be compared with it. */
public sealed interface Incumbent {

    /** There is nothing to compare with; {@code reason} says why, as a sentence. */
    record Incomparable(String reason) implements Incumbent {}

    /**
     * The champion answered the candidate's own test split, through the serving path.
     *
     * @param comparison of the candidate, first, with the champion, image by image
     */
    record Evaluated(String version, PairedComparison comparison) implements Incumbent {}

    /** Exhaustive choice. */
    default <R> R fold(Function<Incomparable, R> incomparable, Function<Evaluated, R> evaluated) {
        return this instanceof Evaluated e ? evaluated.apply(e) : incomparable.apply((Incomparable) this);
    }
}
