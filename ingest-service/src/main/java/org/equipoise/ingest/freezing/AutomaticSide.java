package org.equipoise.ingest.freezing;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.equipoise.ingest.labelling.ImageTraits;

/**
 * How many pixels the longer side of packed images has where nobody asked for a side: no more than the images' own, no
 * more than the limit, and so many that the version stays small. Images of up to {@value #SMALL} pixels stay as large
 * as they are.
 *
 * @param pixels of the longer side
 * @param sentence what was decided and why, for a person to read; empty where most images stay as they are
 */
record AutomaticSide(int pixels, Optional<String> sentence) {

    /** Sides below the limit, of which one is taken where the version would be too large. */
    private static final List<Integer> SMALLER = List.of(160, 112);

    /** What no version is too large for. */
    private static final int SMALL = 64;

    /**
     * What the samples of a version may take before its images are made smaller. A label audit and a diagnosis hold a
     * training split in memory, half of a service's heap in a container, and as much again for what they find in it.
     */
    static final long MOST_BYTES = 128L << 20;

    /**
     * Decides.
     *
     * @param size that stands for the images
     * @param sampleBytes of one pixel, all its channels
     * @param most pixels, whatever the images have
     */
    static AutomaticSide of(Collection<ImageTraits> images, TypicalSize size, int sampleBytes, int most) {
        int own = size.longer();
        int median = median(images);
        int wanted = Math.min(own, Math.min(most, Math.max(SMALL, median)));
        int side = wanted;
        for (int smaller : SMALLER) {
            side = side > smaller && bytes(images.size(), size, sampleBytes, side) > MOST_BYTES ? smaller : side;
        }
        if (side > SMALL && bytes(images.size(), size, sampleBytes, side) > MOST_BYTES) {
            side = SMALL;
        }
        if (side == own) {
            return new AutomaticSide(side, size.sentence());
        }
        String why = side < wanted
                ? String.format(
                        Locale.ROOT,
                        "at %d pixels the %d images would take %.0f MB, and %.0f are taken unless a side is asked for",
                        wanted,
                        images.size(),
                        bytes(images.size(), size, sampleBytes, wanted) / 1e6,
                        MOST_BYTES / 1e6)
                : side == most ? "no more are taken unless a side is asked for" : "half of the images have no more";
        String less = "The longer side of the packed images has " + side + " pixels, of " + own + " " + size.words()
                + ": " + why + ".";
        return new AutomaticSide(
                side,
                Optional.of(size.sentence().map(typical -> typical + " " + less).orElse(less)));
    }

    private static double bytes(int images, TypicalSize size, int sampleBytes, int side) {
        double scale = side / (double) size.longer();
        return scale * size.width() * scale * size.height() * sampleBytes * images;
    }

    private static int median(Collection<ImageTraits> images) {
        int[] longer = images.stream()
                .mapToInt(image -> Math.max(image.width(), image.height()))
                .sorted()
                .toArray();
        return longer[(longer.length - 1) / 2];
    }
}
