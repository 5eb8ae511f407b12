package org.equipoise.trainer.features;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;

/**
 * Square patches of images, contrast-normalised. Larger images are first averaged over blocks to about {@value #SIDE}
 * pixels a side, so that a patch shows structure and not grain, whatever the resolution. Samples of 16 bits are seen as
 * a network sees them, in fractions of 255 grey levels.
 */
final class Patches {

    static final int WIDTH = 6;

    private static final int SIDE = 32;

    /** Added to a patch's variance, in grey levels squared: noise in flat areas is not blown up. */
    private static final float FLAT = 10;

    private final InputFormat format;
    private final InputShape shape;
    private final byte[] pixels;
    private final int block;

    Patches(InputFormat format, byte[] pixels) {
        this.format = format;
        shape = format.shape();
        this.pixels = pixels;
        block = Math.max(1, Math.round(Math.min(shape.width(), shape.height()) / (float) SIDE));
    }

    int images() {
        return pixels.length / format.imageBytes();
    }

    /** Samples in one patch. */
    int length() {
        return WIDTH * WIDTH * shape.channels();
    }

    /** Patches in one row of an image. */
    int across() {
        return Math.max(1, shape.width() / block - WIDTH + 1);
    }

    /** Patches in one column of an image. */
    int down() {
        return Math.max(1, shape.height() / block - WIDTH + 1);
    }

    /** One image as patches are cut from it: grey levels, {@code [height, width, channels]}. */
    float[] reduced(int image) {
        int width = shape.width() / block;
        int height = shape.height() / block;
        int channels = shape.channels();
        float[] reduced = new float[width * height * channels];
        int from = image * shape.length();
        for (int y = 0; y < height * block; y++) {
            for (int x = 0; x < width * block; x++) {
                for (int c = 0; c < channels; c++) {
                    float level = format.level(pixels, from + (y * shape.width() + x) * channels + c);
                    reduced[(y / block * width + x / block) * channels + c] += level / (float) (block * block);
                }
            }
        }
        return reduced;
    }

    /** Writes the patch whose corner is at {@code (x, y)}: mean 0, variance about 1. */
    void cut(float[] reduced, int x, int y, float[] patch) {
        int channels = shape.channels();
        int row = shape.width() / block * channels;
        int span = WIDTH * channels;
        float sum = 0;
        for (int i = 0; i < WIDTH; i++) {
            System.arraycopy(reduced, (y + i) * row + x * channels, patch, i * span, span);
        }
        for (float value : patch) {
            sum += value;
        }
        float mean = sum / patch.length;
        float squares = 0;
        for (int i = 0; i < patch.length; i++) {
            patch[i] -= mean;
            squares += patch[i] * patch[i];
        }
        float scale = (float) (1 / Math.sqrt(squares / patch.length + FLAT));
        for (int i = 0; i < patch.length; i++) {
            patch[i] *= scale;
        }
    }
}
