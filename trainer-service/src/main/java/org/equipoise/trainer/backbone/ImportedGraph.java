package org.equipoise.trainer.backbone;

import org.jspecify.annotations.Nullable;

/**
 * A graph from a SavedModel, images to features.
 *
 * @param side pixels that its images have, both ways; absent where it takes any
 * @param features numbers that it says of an image
 * @param range of the values that it was trained on
 */
public record ImportedGraph(@Nullable Integer side, int features, PixelRange range) implements BackboneKind {

    /** Sides that a recipe can ask for. */
    public static final int LEAST_SIDE = 32;

    /** The largest of them. */
    public static final int MOST_SIDE = 320;

    /** Numbers that may be said of an image. */
    public static final int MOST_FEATURES = 4096;

    public ImportedGraph {
        if (side != null && (side < LEAST_SIDE || side > MOST_SIDE)) {
            throw new InvalidBackboneException(
                    "its images have " + side + " pixels a side, it must be " + LEAST_SIDE + " to " + MOST_SIDE);
        }
        if (features < 1 || features > MOST_FEATURES) {
            throw new InvalidBackboneException(
                    "it says " + features + " numbers of an image, it must be 1 to " + MOST_FEATURES);
        }
    }

    @Override
    public String wireName() {
        return "SavedModel fed " + range.wireName();
    }

    @Override
    public String view() {
        return "graph-" + range.keyPart();
    }
}
