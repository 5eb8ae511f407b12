package org.equipoise.ingest.freezing;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.ingest.labelling.ImageTraits;

/**
 * The one shape that all packed images are fitted to.
 *
 * @param sentence why images are smaller than they were, where nobody asked for it; empty where they are not
 */
record ShapeChoice(InputShape shape, Optional<String> sentence) {

    private static final int MIN_SIDE = 8;

    /**
     * The requested side, or the most frequent size of the images shrunk to its {@link AutomaticSide}; the smaller size
     * wins a tie. Three channels as soon as one image is RGB.
     *
     * @param images at least one unless a side is requested
     * @param bits of a packed sample
     */
    static ShapeChoice of(Collection<ImageTraits> images, OptionalInt side, int bits, int maxSide) {
        int channels = images.stream().anyMatch(image -> image.channels() == 3) ? 3 : 1;
        if (side.isPresent()) {
            return new ShapeChoice(new InputShape(side.getAsInt(), side.getAsInt(), channels), Optional.empty());
        }
        Size size = mostFrequent(images);
        AutomaticSide automatic =
                AutomaticSide.of(images, size.width(), size.height(), channels * bits / Byte.SIZE, maxSide);
        double scale = automatic.pixels() / (double) Math.max(size.width(), size.height());
        return new ShapeChoice(
                new InputShape(scaled(size.width(), scale), scaled(size.height(), scale), channels),
                automatic.sentence());
    }

    /** How many different sizes there are. */
    static long sizes(Collection<ImageTraits> images) {
        return images.stream().map(Size::of).distinct().count();
    }

    private static Size mostFrequent(Collection<ImageTraits> images) {
        Map<Size, Long> counts = images.stream()
                .map(Size::of)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.<Size, Long>comparingByValue()
                        .thenComparing(Map.Entry.<Size, Long>comparingByKey().reversed()))
                .orElseThrow()
                .getKey();
    }

    private static int scaled(int side, double scale) {
        return Math.max(MIN_SIDE, (int) Math.round(side * scale));
    }

    private record Size(int width, int height) implements Comparable<Size> {

        static Size of(ImageTraits image) {
            return new Size(image.width(), image.height());
        }

        @Override
        public int compareTo(Size other) {
            return Comparator.comparingLong((Size size) -> (long) size.width() * size.height())
                    .thenComparingInt(Size::width)
                    .compare(this, other);
        }
    }
}
