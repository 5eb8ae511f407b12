package org.equipoise.trainer.modelcard;

import java.util.Base64;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;

/**
 * A test image that was answered wrongly, with its picture. It says nothing about a patient but the image's id.
 *
 * @param probability of the wrong answer, in [0, 1]
 * @param png Base64 of a small PNG
 */
public record Mistake(String imageId, String trueClass, String answered, double probability, String png) {

    /** Longest side of a picture, pixels: a card of twelve stays a fraction of a megabyte. */
    static final int LONGEST_SIDE = 128;

    public Mistake {
        // Refuses what is no Base64: nothing else gets into a page's data address.
        if (Base64.getDecoder().decode(png).length == 0) {
            throw new IllegalArgumentException("image " + imageId + " has an empty picture");
        }
    }

    /**
     * With the picture of these pixels of 8 bits, made smaller by a whole factor where its longest side asks for it.
     */
    public static Mistake of(String imageId, String trueClass, String answered, double probability, Pixels pixels) {
        int longest = Math.max(pixels.width(), pixels.height());
        Pixels small = smaller(pixels, (longest + LONGEST_SIDE - 1) / LONGEST_SIDE);
        return new Mistake(
                imageId, trueClass, answered, probability, Base64.getEncoder().encodeToString(PngCodec.encode(small)));
    }

    /** Means over squares of {@code factor} pixels; what is left over at the right and at the bottom is cut. */
    private static Pixels smaller(Pixels pixels, int factor) {
        if (factor == 1) {
            return pixels;
        }
        int width = Math.max(1, pixels.width() / factor);
        int height = Math.max(1, pixels.height() / factor);
        int channels = pixels.channels();
        byte[] samples = new byte[width * height * channels];
        for (int i = 0; i < samples.length; i++) {
            int channel = i % channels;
            int x = i / channels % width;
            int y = i / channels / width;
            samples[i] = (byte) mean(pixels, x * factor, y * factor, channel, factor);
        }
        return new Pixels(width, height, channels, samples);
    }

    private static int mean(Pixels pixels, int left, int top, int channel, int factor) {
        int right = Math.min(pixels.width(), left + factor);
        int bottom = Math.min(pixels.height(), top + factor);
        long sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += pixels.sample(x, y, channel);
            }
        }
        return Math.round(sum / (float) ((right - left) * (bottom - top)));
    }
}
