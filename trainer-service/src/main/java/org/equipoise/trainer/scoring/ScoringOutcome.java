package org.equipoise.trainer.scoring;

import java.util.function.Function;

import org.equipoise.common.events.PredictionMade;

/** What became of one image. */
public sealed interface ScoringOutcome {

    /** The champion answered. */
    record Scored(PredictionMade prediction) implements ScoringOutcome {}

    /** No later try can score it: a person must look. {@code reason} is a sentence. */
    record Unscorable(String reason) implements ScoringOutcome {}

    /** Exhaustive choice. */
    default <R> R fold(Function<Scored, R> scored, Function<Unscorable, R> unscorable) {
        return this instanceof Scored s ? scored.apply(s) : unscorable.apply((Unscorable) this);
    }
}
