package org.equipoise.augment.preview;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.AugmentationPolicy.MixupPartner;
import org.equipoise.common.events.Transform;
import org.jspecify.annotations.Nullable;

/** A policy as it is written in one line: {@code rotationDegrees=10,horizontalFlip=true}, named as in a recipe. */
final class WrittenPolicy {

    private static final String PARTNER = "mixupPartner";

    private WrittenPolicy() {}

    /**
     * Reads a policy; an empty text changes nothing.
     *
     * @throws IllegalArgumentException if a transform is unknown, comes twice, or is out of its range
     */
    static AugmentationPolicy parse(String text) {
        Map<Transform, Double> limits = new EnumMap<>(Transform.class);
        @Nullable MixupPartner partner = null;
        if (text.isBlank()) {
            return AugmentationPolicy.NONE;
        }
        for (String setting : text.split(",", -1)) {
            String[] pair = setting.split("=", -1);
            if (pair[0].strip().equals(PARTNER)) {
                if (pair.length != 2 || partner != null) {
                    throw new IllegalArgumentException(PARTNER + " must be written once, as " + PARTNER + "=VALUE");
                }
                partner = partner(pair[1].strip());
                continue;
            }
            Transform transform = Transform.named(pair[0].strip())
                    .orElseThrow(() -> new IllegalArgumentException("a transform must be one of "
                            + Arrays.stream(Transform.values())
                                    .map(Transform::setting)
                                    .collect(Collectors.joining(", "))
                            + " or " + PARTNER + ", got something else of " + pair[0].length() + " characters"));
            if (pair.length != 2 || limits.put(transform, value(transform, pair[1].strip())) != null) {
                throw new IllegalArgumentException(transform.setting() + " must be written once, as "
                        + transform.setting() + "=VALUE; transforms are separated by commas");
            }
        }
        return AugmentationPolicy.of(limits).mixedWith(partner);
    }

    private static MixupPartner partner(String written) {
        return switch (written) {
            case "any" -> MixupPartner.ANY;
            case "balanced" -> MixupPartner.BALANCED;
            default ->
                throw new IllegalArgumentException(PARTNER + " must be any or balanced, got something else of "
                        + written.length() + " characters");
        };
    }

    private static double value(Transform transform, String written) {
        if (transform.isFlag()) {
            return switch (written) {
                case "true" -> 1;
                case "false" -> 0;
                default ->
                    throw new IllegalArgumentException(transform.setting()
                            + " must be true or false, got something else of " + written.length() + " characters");
            };
        }
        try {
            return Double.parseDouble(written);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    transform.setting() + " must be a number in [0, " + transform.most() + "], got something else of "
                            + written.length() + " characters",
                    e);
        }
    }
}
