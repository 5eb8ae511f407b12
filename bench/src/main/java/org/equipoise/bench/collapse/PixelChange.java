package org.equipoise.bench.collapse;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;

/** Samples that are other than they should be. */
final class PixelChange {

    private PixelChange() {}

    /** Images that {@code which} names, by their place, become one grey. */
    static ImageTable blank(ImageTable images, IntPredicate which, int grey) {
        byte[] pixels = images.pixels().clone();
        int length = images.shape().length();
        for (int i = 0; i < images.size(); i++) {
            if (which.test(i)) {
                Arrays.fill(pixels, i * length, (i + 1) * length, (byte) grey);
            }
        }
        return images.with(pixels);
    }

    /** What is left of each image beside noise that has nothing to do with its class. */
    static ImageTable drowned(ImageTable images, double left, Random dice) {
        byte[] pixels = images.pixels().clone();
        for (int i = 0; i < pixels.length; i++) {
            double noise = 128 + 50 * dice.nextGaussian();
            pixels[i] = sample(left * (pixels[i] & 0xff) + (1 - left) * noise);
        }
        return images.with(pixels);
    }

    /** Red and blue exchanged; grey images stay as they are. */
    static ImageTable swappedChannels(ImageTable images) {
        int channels = images.shape().channels();
        byte[] pixels = images.pixels().clone();
        for (int i = 0; channels == 3 && i < pixels.length; i += 3) {
            pixels[i] = images.pixels()[i + 2];
            pixels[i + 2] = images.pixels()[i];
        }
        return images.with(pixels);
    }

    /** The middle three quarters, enlarged to the whole. */
    static ImageTable cropped(ImageTable images) {
        int width = images.shape().width();
        int height = images.shape().height();
        int channels = images.shape().channels();
        byte[] pixels = new byte[images.pixels().length];
        for (int i = 0; i < images.size(); i++) {
            int from = i * images.shape().length();
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int sourceX = width / 8 + x * 3 / 4;
                    int sourceY = height / 8 + y * 3 / 4;
                    System.arraycopy(
                            images.pixels(),
                            from + (sourceY * width + sourceX) * channels,
                            pixels,
                            from + (y * width + x) * channels,
                            channels);
                }
            }
        }
        return images.with(pixels);
    }

    private static byte sample(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
}
