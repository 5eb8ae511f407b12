package org.equipoise.common.imaging;

import java.util.Arrays;

/**
 * An image in memory: samples in rows, channels interleaved, shape {@code [height, width, channels]}. Samples have 8
 * bits (0..255) or, of grey images, 16 bits (0..65535). Immutable: it owns its array and copies on the way in and out.
 */
public final class Pixels {

    private final int width;
    private final int height;
    private final int channels;
    private final int bits;
    private final byte[] bytes;

    /**
     * An image of 8 bits.
     *
     * @param channels 1 (grey) or 3 (RGB)
     * @param samples {@code height * width * channels} unsigned bytes; copied
     */
    public Pixels(int width, int height, int channels, byte[] samples) {
        this(width, height, channels, Byte.SIZE, samples.clone());
    }

    private Pixels(int width, int height, int channels, int bits, byte[] bytes) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("need at least one pixel, got " + width + " x " + height);
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("need 1 or 3 channels, got " + channels);
        }
        long expected = (long) width * height * channels;
        long samples = bytes.length / (bits / Byte.SIZE);
        if (samples != expected) {
            throw new IllegalArgumentException("need " + expected + " samples, got " + samples);
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.bits = bits;
        this.bytes = bytes;
    }

    /**
     * A grey image of 16 bits.
     *
     * @param samples {@code height * width} unsigned values of 16 bits; copied
     */
    public static Pixels ofShorts(int width, int height, short[] samples) {
        byte[] bytes = new byte[2 * samples.length];
        for (int i = 0; i < samples.length; i++) {
            bytes[2 * i] = (byte) samples[i];
            bytes[2 * i + 1] = (byte) (samples[i] >> Byte.SIZE);
        }
        return new Pixels(width, height, 1, Short.SIZE, bytes);
    }

    /**
     * An image of the same kind.
     *
     * @param samples as {@link #copyTo} writes them; not copied
     */
    Pixels withBytes(int otherWidth, int otherHeight, byte[] samples) {
        return new Pixels(otherWidth, otherHeight, channels, bits, samples);
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

    /** Bits of a sample: 8, or 16 of grey images. */
    public int bits() {
        return bits;
    }

    /** The largest value that a sample can have: 255 or 65535. */
    public int highest() {
        return (1 << bits) - 1;
    }

    /** One sample in 0..{@link #highest()}. */
    public int sample(int x, int y, int channel) {
        return sample((y * width + x) * channels + channel);
    }

    /** The sample at this place of {@code [height, width, channels]} in C order, in 0..{@link #highest()}. */
    public int sample(int index) {
        return bits == Byte.SIZE
                ? bytes[index] & 0xff
                : bytes[2 * index] & 0xff | (bytes[2 * index + 1] & 0xff) << Byte.SIZE;
    }

    /**
     * A copy of all samples of an image of 8 bits, shape {@code [height, width, channels]}, unsigned bytes.
     *
     * @throws IllegalStateException if the samples have 16 bits
     */
    public byte[] samples() {
        if (bits != Byte.SIZE) {
            throw new IllegalStateException("the samples have " + bits + " bits, not 8");
        }
        return bytes.clone();
    }

    /** A copy of all samples as {@link #copyTo} writes them. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Copies all samples into {@code target} from {@code offset}, those of 16 bits low byte first; no allocation. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    /** Number of samples: {@code height * width * channels}. */
    public int length() {
        return bytes.length / (bits / Byte.SIZE);
    }

    /** Bytes of all samples: one or two each. */
    public int byteLength() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pixels p
                && width == p.width
                && height == p.height
                && channels == p.channels
                && bits == p.bits
                && Arrays.equals(bytes, p.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes) * 31 + width;
    }

    @Override
    public String toString() {
        return width + "x" + height + "x" + channels + (bits == Byte.SIZE ? "" : " of " + bits + " bits");
    }
}
