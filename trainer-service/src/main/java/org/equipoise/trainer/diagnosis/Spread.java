package org.equipoise.trainer.diagnosis;

import java.util.Arrays;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.SplitPredictions;

/**
 * Some images of a split, spread over the whole of it, because packs may be sorted by class: of {@code all} images the
 * {@code i * all / count}-th, in order. Packs are handed in one after another, so no more than these are in memory.
 */
final class Spread {

    /** Bytes of the images that are taken, at most: large images are fewer. */
    static final int MOST_BYTES = 64 << 20;

    /** Taken however large they are. */
    private static final int FEWEST = 64;

    private final InputFormat format;
    private final int[] chosen;
    private final byte[] pixels;
    private final int[] labels;
    private int seen;
    private int taken;

    /** @param most images that are taken */
    Spread(InputFormat format, int all, int most) {
        this(format, spread(all, Math.min(all, affordable(format, most))));
    }

    private Spread(InputFormat format, int[] chosen) {
        this.format = format;
        this.chosen = chosen;
        pixels = new byte[Math.multiplyExact(chosen.length, format.imageBytes())];
        labels = new int[chosen.length];
    }

    private static int affordable(InputFormat format, int most) {
        return Math.min(most, Math.max(FEWEST, MOST_BYTES / format.imageBytes()));
    }

    private static int[] spread(int all, int count) {
        int[] chosen = new int[count];
        Arrays.setAll(chosen, i -> (int) ((long) i * all / count));
        return chosen;
    }

    /** These images, in ascending order, and no others. */
    static LabelledImages chosen(LabelledImages images, int[] ascending) {
        var spread = new Spread(images.format(), ascending);
        spread.add(images);
        return spread.images();
    }

    /** The same of images that are together already. */
    static LabelledImages of(LabelledImages images, int most) {
        if (images.size() <= affordable(images.format(), most)) {
            return images;
        }
        var spread = new Spread(images.format(), images.size(), most);
        spread.add(images);
        return spread.images();
    }

    /** As many of images that are together already as have at most so many bytes; one at least. */
    static LabelledImages within(LabelledImages images, int mostBytes) {
        int most = Math.max(1, mostBytes / images.imageBytes());
        return images.size() <= most ? images : chosen(images, spread(images.size(), most));
    }

    /** The next pack. */
    void add(LabelledImages pack) {
        int length = format.imageBytes();
        while (taken < chosen.length && chosen[taken] < seen + pack.size()) {
            int image = chosen[taken] - seen;
            System.arraycopy(pack.pixels(), image * length, pixels, taken * length, length);
            labels[taken] = pack.label(image);
            taken++;
        }
        seen += pack.size();
    }

    /** What was taken. */
    LabelledImages images() {
        return new LabelledImages(format, pixels, labels);
    }

    /** Answers to the images that were taken, of answers to all. */
    SplitPredictions of(SplitPredictions answers) {
        int classes = answers.classes();
        float[] probabilities = new float[chosen.length * classes];
        int[] truth = new int[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            truth[i] = answers.label(chosen[i]);
            for (int k = 0; k < classes; k++) {
                probabilities[i * classes + k] = answers.probability(chosen[i], k);
            }
        }
        return new SplitPredictions(classes, truth, probabilities);
    }
}
