package org.equipoise.bench.larger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.Split;
import org.equipoise.local.phantom.Finding;
import org.equipoise.local.phantom.LungPhantom;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.SetImage;

/** Drawn lungs, enlarged and coloured: a set of larger images that anybody can make. */
final class LargePhantoms {

    /** Of the training images, beside them: for the validation split, and again for the test split. */
    private static final int TRAINING_TO_OTHERS = 20;

    /** Fewer would lack a class. */
    private static final int LEAST_OTHERS = 30;

    private LargePhantoms() {}

    /**
     * A set in which every class is as frequent; an image is drawn when it is asked for.
     *
     * @param training images of the training split
     * @param side pixels
     */
    static ImageSet of(int training, int side) {
        List<SetImage> images = new ArrayList<>();
        int others = Math.max(LEAST_OTHERS, training / TRAINING_TO_OTHERS);
        add(images, Split.TRAIN, training, side);
        add(images, Split.VALIDATION, others, side);
        add(images, Split.TEST, others, side);
        List<String> classes =
                Arrays.stream(Finding.values()).map(Finding::label).toList();
        return ImageSet.of("phantoms of " + side + " pixels", classes, images);
    }

    private static void add(List<SetImage> images, Split split, int count, int side) {
        Finding[] findings = Finding.values();
        for (int i = 0; i < count; i++) {
            Finding finding = findings[i % findings.length];
            // No seed is drawn twice.
            long seed = (long) split.ordinal() << Integer.SIZE | i;
            images.add(new SetImage(
                    split.wireName() + "/" + i + ".png",
                    finding.label(),
                    split,
                    null,
                    () -> PngCodec.encode(enlarged(LungPhantom.draw(finding, seed), side))));
        }
    }

    /** Each pixel from the nearest one, warm as a stain is, so that the channels differ. */
    static Pixels enlarged(Pixels grey, int side) {
        byte[] samples = new byte[side * side * 3];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int value = grey.sample(x * grey.width() / side, y * grey.height() / side, 0);
                int at = 3 * (y * side + x);
                samples[at] = (byte) value;
                samples[at + 1] = (byte) (value * 3 / 4);
                samples[at + 2] = (byte) (value / 2);
            }
        }
        return new Pixels(side, side, 3, samples);
    }
}
