package org.equipoise.ingest.freezing;

import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.ingest.labelling.ImageTraits;

/**
 * The one shape that all packed images are fitted to.
 *
 * @param sentence why it is this one, where nobody asked for it; empty where most images have it already
 */
record ShapeChoice(InputShape shape, Optional<String> sentence) {

    private static final int MIN_SIDE = 8;

    /**
     * The requested side, or the images' {@link TypicalSize} shrunk to its {@link AutomaticSide}. Three channels as
     * soon as one image is RGB.
     *
     * @param images at least one unless a side is requested
     * @param bits of a packed sample
     */
    static ShapeChoice of(Collection<ImageTraits> images, OptionalInt side, int bits, int maxSide) {
        int channels = images.stream().anyMatch(image -> image.channels() == 3) ? 3 : 1;
        if (side.isPresent()) {
            return new ShapeChoice(new InputShape(side.getAsInt(), side.getAsInt(), channels), Optional.empty());
        }
        TypicalSize size = TypicalSize.of(images);
        AutomaticSide automatic = AutomaticSide.of(images, size, channels * bits / Byte.SIZE, maxSide);
        double scale = automatic.pixels() / (double) size.longer();
        return new ShapeChoice(
                new InputShape(scaled(size.width(), scale), scaled(size.height(), scale), channels),
                automatic.sentence());
    }

    private static int scaled(int side, double scale) {
        return Math.max(MIN_SIDE, (int) Math.round(side * scale));
    }
}
