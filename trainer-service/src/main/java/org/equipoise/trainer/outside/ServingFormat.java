package org.equipoise.trainer.outside;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a model trained elsewhere is fed and read. Stored as {@code serving.json} beside it; own models have none,
 * because theirs is in the graph.
 *
 * @param signature key of the signature in the SavedModel
 * @param input type of the one input, {@code [n, height, width, channels]}
 * @param scale what a sample in 0..255 is multiplied by; 1 for uint8
 * @param offset what is added then; 0 for uint8
 * @param output what the one output, {@code [n, K]}, means
 */
public record ServingFormat(String signature, Input input, double scale, double offset, Output output) {

    /** The signature that TensorFlow and Keras write. */
    public static final String DEFAULT_SIGNATURE = "serving_default";

    /** Element type of the input. */
    public enum Input {
        @JsonProperty("uint8")
        UINT8,
        @JsonProperty("float32")
        FLOAT32
    }

    /** Meaning of the output. */
    public enum Output {
        /** Probabilities that sum to 1. */
        @JsonProperty("softmax")
        SOFTMAX,
        /** Scores that a softmax turns into probabilities. */
        @JsonProperty("logits")
        LOGITS
    }
}
