package org.equipoise.trainer.backbone;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The values that a network was trained on: of 0 to 1, v becomes {@code (v - offset) / scale}, colour by colour. */
@SuppressWarnings("ImmutableEnumChecker") // Its lists are.
public enum PixelRange {
    @JsonProperty("0..1")
    ZERO_TO_ONE("0..1", List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)),
    @JsonProperty("-1..1")
    MINUS_ONE_TO_ONE("-1..1", List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5)),
    @JsonProperty("0..255")
    ZERO_TO_255("0..255", List.of(0.0, 0.0, 0.0), List.of(1 / 255.0, 1 / 255.0, 1 / 255.0)),
    /** Means and deviations of the colours of ImageNet's photographs. */
    @JsonProperty("imagenet")
    IMAGENET("imagenet", List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    private final String wireName;
    private final List<Double> offsets;
    private final List<Double> scales;

    PixelRange(String wireName, List<Double> offsets, List<Double> scales) {
        this.wireName = wireName;
        this.offsets = offsets;
        this.scales = scales;
    }

    /**
     * The range of that name.
     *
     * @throws InvalidBackboneException if there is none
     */
    public static PixelRange named(String name) {
        return Arrays.stream(values())
                .filter(range -> range.wireName.equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidBackboneException("the scale must be " + names()));
    }

    /** What a person may say. */
    public static String names() {
        return Arrays.stream(values()).map(PixelRange::wireName).collect(Collectors.joining(", "));
    }

    /** As a person says it. */
    public String wireName() {
        return wireName;
    }

    /** The same without what a key may not have. */
    String keyPart() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of red, green and blue. */
    public List<Double> offsets() {
        return offsets;
    }

    /** Of red, green and blue. */
    public List<Double> scales() {
        return scales;
    }
}
