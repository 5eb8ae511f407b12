package org.equipoise.common.labels;

import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which part of a dataset an image belongs to. */
public enum Split {
    /** Weights are fitted on it. */
    @JsonProperty("train")
    TRAIN,
    /** Chooses when to stop. */
    @JsonProperty("val")
    VALIDATION,
    /** Decides at the gate; never seen in training. */
    @JsonProperty("test")
    TEST;

    /** The name on the wire and in object keys: {@code train}, {@code val}, {@code test}. */
    public String wireName() {
        return switch (this) {
            case TRAIN -> "train";
            case VALIDATION -> "val";
            case TEST -> "test";
        };
    }

    /**
     * Reads the names that published sets give their parts, ignoring case, spaces, {@code _} and {@code -}:
     * {@code train}, {@code training}; {@code val}, {@code valid}, {@code validation}, {@code dev}; {@code test},
     * {@code testing}, {@code holdout}, {@code hold-out}. Empty for any other name.
     */
    public static Optional<Split> named(String name) {
        return switch (name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "")) {
            case "train", "training" -> Optional.of(TRAIN);
            case "val", "valid", "validation", "dev" -> Optional.of(VALIDATION);
            case "test", "testing", "holdout" -> Optional.of(TEST);
            default -> Optional.empty();
        };
    }

    /**
     * The same as {@link #named}.
     *
     * @throws IllegalArgumentException for any other name, quoting it
     */
    public static Split parse(String name) {
        return named(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("unknown split \"" + name + "\", expected train, val or test"));
    }
}
