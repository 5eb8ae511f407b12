package org.equipoise.common.imaging;

/**
 * What a network is fed: {@code [height, width, channels]}, see {@link InputFormat} for the samples.
 *
 * @param width pixels, 8 to 1024
 * @param height pixels, 8 to 1024
 * @param channels 1 (grey) or 3 (RGB)
 */
public record InputShape(int width, int height, int channels) {

    public InputShape {
        if (width < 8 || width > 1024 || height < 8 || height > 1024) {
            throw new IllegalArgumentException("input sides must be 8 to 1024 pixels, got " + width + " x " + height);
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("need 1 or 3 channels, got " + channels);
        }
    }

    /** Samples in one image. */
    public int length() {
        return width * height * channels;
    }
}
