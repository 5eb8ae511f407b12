package org.equipoise.common.labels;

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
     * Reads {@code train}, {@code val}/{@code valid}/{@code validation} or {@code test}, ignoring case.
     *
     * @throws IllegalArgumentException for any other name, quoting it
     */
    public static Split parse(String name) {
        return switch (name.strip().toLowerCase(java.util.Locale.ROOT)) {
            case "train", "training" -> TRAIN;
            case "val", "valid", "validation" -> VALIDATION;
            case "test" -> TEST;
            default ->
                throw new IllegalArgumentException("unknown split \"" + name + "\", expected train, val or test");
        };
    }
}
