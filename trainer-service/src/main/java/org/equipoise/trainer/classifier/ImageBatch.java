package org.equipoise.trainer.classifier;

import java.util.List;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;

/** Images as a network takes them: samples {@code [n, height, width, channels]} of 8 or 16 bits. */
public final class ImageBatch {

    private final InputFormat format;
    private final int size;
    private final byte[] samples;

    private ImageBatch(InputFormat format, int size, byte[] samples) {
        this.format = format;
        this.size = size;
        this.samples = samples;
    }

    /** Copies images that already fit. */
    public static ImageBatch of(InputFormat format, List<Pixels> images) {
        byte[] samples = new byte[images.size() * format.imageBytes()];
        for (int i = 0; i < images.size(); i++) {
            Pixels image = images.get(i);
            if (!format.fits(image)) {
                throw new IllegalArgumentException("image of " + image + " in a batch of " + format);
            }
            image.copyTo(samples, i * format.imageBytes());
        }
        return new ImageBatch(format, images.size(), samples);
    }

    /** A slice of packed images: {@code count} images from image {@code from} on. */
    public static ImageBatch slice(InputFormat format, byte[] packed, int from, int count) {
        int length = format.imageBytes();
        return new ImageBatch(
                format, count, java.util.Arrays.copyOfRange(packed, from * length, (from + count) * length));
    }

    /** How the samples lie. */
    public InputFormat format() {
        return format;
    }

    public InputShape shape() {
        return format.shape();
    }

    /** Number of images, n. */
    public int size() {
        return size;
    }

    /** All samples, those of 16 bits low byte first; not a copy, and not to be changed. */
    public byte[] samples() {
        return samples;
    }
}
