package org.equipoise.trainer.optimisation;

/** What a range test advises. */
public sealed interface LearningRateSuggestion {

    /** The learning rate to use, above 0. */
    double rate();

    /** Share of the loss's fall that noise does not explain, in [0, 1]. */
    double confidence();

    /** Why, in one sentence with the numbers that decided. */
    String reason();

    /** The curve shows where learning is fastest. */
    record Found(double rate, double confidence, String reason) implements LearningRateSuggestion {}

    /** The curve shows nothing to go by: the given default. */
    record Fallback(double rate, double confidence, String reason) implements LearningRateSuggestion {}
}
