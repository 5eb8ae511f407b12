package org.equipoise.ingest.freezing;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import org.equipoise.ingest.labelling.ImageTraits;

/**
 * The size that stands for all of some images: the most frequent one, the smaller of those in a tie, where half of the
 * images have it. Where fewer do, that one says little: the median of the longer sides with the median of the aspects.
 *
 * @param words whose it is, to follow "of so many pixels"
 * @param sentence that it is no frequent one; empty where half of the images have it
 */
record TypicalSize(int width, int height, String words, Optional<String> sentence) {

    /** How many different sizes there are. */
    static long sizes(Collection<ImageTraits> images) {
        return images.stream().map(Size::of).distinct().count();
    }

    /** @param images at least one */
    static TypicalSize of(Collection<ImageTraits> images) {
        Map<Size, Long> counts = images.stream()
                .map(Size::of)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        Map.Entry<Size, Long> most = counts.entrySet().stream()
                .max(Map.Entry.<Size, Long>comparingByValue()
                        .thenComparing(Map.Entry.<Size, Long>comparingByKey().reversed()))
                .orElseThrow();
        return 2 * most.getValue() >= images.size()
                ? new TypicalSize(
                        most.getKey().width(),
                        most.getKey().height(),
                        "that the most frequent size has",
                        Optional.empty())
                : median(images, counts.size(), most.getValue());
    }

    private static TypicalSize median(Collection<ImageTraits> images, int sizes, long most) {
        int longer = (int) median(images, image -> Math.max(image.width(), image.height()));
        double aspect = median(images, image -> image.width() / (double) image.height());
        int shorter = Math.max(1, (int) Math.round(longer * Math.min(aspect, 1 / aspect)));
        int width = aspect < 1 ? shorter : longer;
        int height = aspect < 1 ? longer : shorter;
        return new TypicalSize(
                width,
                height,
                "that the median image has",
                Optional.of(
                        "No size is that of most images: of " + sizes + " sizes the most frequent is that of " + most
                                + " of " + images.size() + " images, so " + width + " x " + height
                                + " stands for them, by the medians of the longer side and of the aspect."));
    }

    private static double median(Collection<ImageTraits> images, ToDoubleFunction<ImageTraits> measure) {
        double[] measures = images.stream().mapToDouble(measure).sorted().toArray();
        return measures[(measures.length - 1) / 2];
    }

    /** Pixels of the longer side. */
    int longer() {
        return Math.max(width, height);
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
