package org.equipoise.bench.collapse;

/** What does not change although it should. */
public enum Freezing {
    NOTHING,
    /** All but the last layer. */
    FEATURES,
    /** Every weight. */
    EVERYTHING,
    /** Trained as it should be, but the model that answers has the weights of the start. */
    NOT_RESTORED
}
