package org.equipoise.trainer.diagnosis;

import java.util.Random;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.training.LabelledImages;

/**
 * Every image four times, each copy shifted by up to a tenth of a side and brightened or darkened by up to a tenth:
 * enough to tell whether augmentation would help, and nothing that changes a class. Samples from beyond the border are
 * those of the border.
 */
final class MildAugmentation {

    private static final int COPIES = 4;
    private static final double GAIN = 0.1;

    private MildAugmentation() {}

    /**
     * Of large images only as many as the copies of all have {@link Spread#MOST_BYTES}.
     *
     * @param part a shift is at most this part of a side, e.g. 10 for a tenth
     */
    static LabelledImages of(LabelledImages all, int part, long seed) {
        LabelledImages images = Spread.within(all, Spread.MOST_BYTES / COPIES);
        var random = new Random(seed);
        InputShape shape = images.shape();
        int length = shape.length();
        byte[] pixels = new byte[Math.multiplyExact(images.size() * COPIES, images.imageBytes())];
        int[] labels = new int[images.size() * COPIES];
        for (int i = 0; i < labels.length; i++) {
            int image = i % images.size();
            labels[i] = images.label(image);
            shift(
                    images,
                    image,
                    pixels,
                    i * length,
                    within(random, shape.width() / part),
                    within(random, shape.height() / part),
                    1 + GAIN * (2 * random.nextDouble() - 1));
        }
        return new LabelledImages(images.format(), pixels, labels);
    }

    private static int within(Random random, int most) {
        return random.nextInt(2 * most + 1) - most;
    }

    private static void shift(LabelledImages images, int image, byte[] to, int at, int right, int down, double gain) {
        InputFormat format = images.format();
        InputShape shape = format.shape();
        int low = format.low();
        int scale = format.high() - low;
        int channels = shape.channels();
        int from = image * shape.length();
        for (int y = 0; y < shape.height(); y++) {
            int fromY = Math.max(0, Math.min(shape.height() - 1, y - down));
            for (int x = 0; x < shape.width(); x++) {
                int fromX = Math.max(0, Math.min(shape.width() - 1, x - right));
                for (int c = 0; c < channels; c++) {
                    int sample = format.sample(images.pixels(), from + (fromY * shape.width() + fromX) * channels + c);
                    long changed = Math.max(0, Math.min(scale, Math.round((sample - low) * gain)));
                    format.put(to, at + (y * shape.width() + x) * channels + c, low + (int) changed);
                }
            }
        }
    }
}
