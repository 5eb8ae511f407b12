package org.equipoise.diagnosis.repair;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The steps of the ladder, the cheapest first. */
public enum Rung {
    /** The answers of a trained network are moved; its weights stay. */
    PRIOR,
    /** Classes count otherwise in the loss. */
    LOSS,
    /** Images are drawn or augmented otherwise. */
    SAMPLING,
    /** A person looks at the labels again, then the same recipe is trained. */
    RELABELLING,
    /** Learning rate, optimiser, network. */
    LEARNING,
    /** A person prepares images, or reads answers, as in the training. */
    PREPROCESSING;

    /** As cards name it, e.g. {@code sampling}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The rung of a name; empty where none has it. */
    public static Optional<Rung> named(String wireName) {
        return Arrays.stream(values())
                .filter(rung -> rung.wireName().equals(wireName))
                .findFirst();
    }
}
