package org.equipoise.trainer.classifier;

import java.util.List;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;

/** Images of one shape as the network takes them: uint8 {@code [n, height, width, channels]}. */
public final class ImageBatch {

    private final InputShape shape;
    private final int size;
    private final byte[] samples;

    private ImageBatch(InputShape shape, int size, byte[] samples) {
        this.shape = shape;
        this.size = size;
        this.samples = samples;
    }

    /** Copies images that already have the shape. */
    public static ImageBatch of(InputShape shape, List<Pixels> images) {
        byte[] samples = new byte[images.size() * shape.length()];
        for (int i = 0; i < images.size(); i++) {
            Pixels image = images.get(i);
            if (image.width() != shape.width()
                    || image.height() != shape.height()
                    || image.channels() != shape.channels()) {
                throw new IllegalArgumentException("image of " + image + " in a batch of " + shape);
            }
            image.copyTo(samples, i * shape.length());
        }
        return new ImageBatch(shape, images.size(), samples);
    }

    /** A slice of packed images: {@code count} images from image {@code from} on. */
    public static ImageBatch slice(InputShape shape, byte[] packed, int from, int count) {
        int length = shape.length();
        return new ImageBatch(
                shape, count, java.util.Arrays.copyOfRange(packed, from * length, (from + count) * length));
    }

    public InputShape shape() {
        return shape;
    }

    /** Number of images, n. */
    public int size() {
        return size;
    }

    /** All samples; not a copy, and not to be changed. */
    public byte[] samples() {
        return samples;
    }
}
