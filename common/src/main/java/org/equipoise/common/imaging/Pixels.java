package org.equipoise.common.imaging;

import java.util.Arrays;

/**
 * An 8-bit image in memory: samples in rows, channels interleaved, shape {@code [height, width, channels]}, each sample
 * in 0..255. Immutable: it owns its array and copies on the way in and out.
 */
public final class Pixels {

    private final int width;
    private final int height;
    private final int channels;
    private final byte[] samples;

    /**
     * @param channels 1 (grey) or 3 (RGB)
     * @param samples {@code height * width * channels} unsigned bytes; copied
     */
    public Pixels(int width, int height, int channels, byte[] samples) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("need at least one pixel, got " + width + " x " + height);
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("need 1 or 3 channels, got " + channels);
        }
        long expected = (long) width * height * channels;
        if (samples.length != expected) {
            throw new IllegalArgumentException("need " + expected + " samples, got " + samples.length);
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.samples = samples.clone();
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** 1 (grey) or 3 (RGB). */
    public int channels() {
        return channels;
    }

    /** One sample in 0..255. */
    public int sample(int x, int y, int channel) {
        return samples[(y * width + x) * channels + channel] & 0xff;
    }

    /** A copy of all samples, shape {@code [height, width, channels]}, unsigned bytes. */
    public byte[] samples() {
        return samples.clone();
    }

    /** Copies all samples into {@code target} from {@code offset}; no allocation. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(samples, 0, target, offset, samples.length);
    }

    /** Number of samples: {@code height * width * channels}. */
    public int length() {
        return samples.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pixels p
                && width == p.width
                && height == p.height
                && channels == p.channels
                && Arrays.equals(samples, p.samples);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(samples) * 31 + width;
    }

    @Override
    public String toString() {
        return width + "x" + height + "x" + channels;
    }
}
