package org.equipoise.common.imaging;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an image of another aspect comes into the shape that a network is fed. */
public enum Fit {
    /** Each side is resized by itself: what is round becomes oval. What every version has that does not say. */
    @JsonProperty("stretch")
    STRETCH,
    /**
     * Resized with kept aspect until it fits, in the middle; the outermost pixels are repeated into what is left. There
     * is no frame of one value, which only images of another aspect would have, and which is learnt as a shortcut where
     * the aspect goes with the class.
     */
    @JsonProperty("pad")
    PAD,
    /** The largest part around the middle that has the aspect, resized; what stands over is not seen. */
    @JsonProperty("crop")
    CROP;

    /** The word on the wire and for people, e.g. {@code pad}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The fit of a word.
     *
     * @throws IllegalArgumentException if it is none, with those that there are
     */
    public static Fit of(String word) {
        return Arrays.stream(values())
                .filter(fit -> fit.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("fit must be "
                        + Arrays.stream(values()).map(Fit::word).collect(Collectors.joining(", ")) + ", got "
                        + (word.length() > 20 ? word.substring(0, 20) + "..." : word)));
    }
}
