package org.equipoise.common.imaging;

import org.equipoise.common.npz.NpyArray;
import org.jspecify.annotations.Nullable;

/**
 * How the images of a dataset version lie in packs and in memory, and how a network sees them. Samples are unsigned
 * bytes, or unsigned values of 16 bits, low byte first, that are seen through a window.
 *
 * @param shape of one image
 * @param window what samples of 16 bits are seen through; absent where they have 8
 * @param fit how images of another aspect come into the shape
 */
public record InputFormat(InputShape shape, @Nullable ValueWindow window, Fit fit) {

    private static final int FULL_SCALE = 255;

    public InputFormat {
        require(shape, window);
    }

    /**
     * Refuses what cannot go together.
     *
     * @throws IllegalArgumentException for a window of more than one channel
     */
    public static void require(InputShape shape, @Nullable ValueWindow window) {
        if (window != null && shape.channels() != 1) {
            throw new IllegalArgumentException(
                    "samples of 16 bits need 1 channel, got " + shape.channels() + " with a window");
        }
    }

    /** Images that are stretched. */
    public InputFormat(InputShape shape, @Nullable ValueWindow window) {
        this(shape, window, Fit.STRETCH);
    }

    /** The same with what an event says of the fit; absent: stretched. */
    public static InputFormat of(InputShape shape, @Nullable ValueWindow window, @Nullable Fit fit) {
        return new InputFormat(shape, window, fit == null ? Fit.STRETCH : fit);
    }

    /** Images of 8 bits that are stretched. */
    public static InputFormat bytes(InputShape shape) {
        return new InputFormat(shape, null);
    }

    /** Bits of a sample: 8, or 16 with a window. */
    public int bits() {
        return window == null ? Byte.SIZE : Short.SIZE;
    }

    /** Bytes of one image. */
    public int imageBytes() {
        return shape.length() * (bits() / Byte.SIZE);
    }

    /** What an event says of the fit: nothing where images are stretched, as before there was a choice. */
    public @Nullable Fit saidFit() {
        return fit == Fit.STRETCH ? null : fit;
    }

    /** The sample at this place, counted in samples, in 0..255 or 0..65535. */
    public int sample(byte[] packed, int index) {
        return window == null
                ? packed[index] & 0xff
                : packed[2 * index] & 0xff | (packed[2 * index + 1] & 0xff) << Byte.SIZE;
    }

    /** Writes a sample to this place, counted in samples. */
    public void put(byte[] packed, int index, int sample) {
        if (window == null) {
            packed[index] = (byte) sample;
        } else {
            packed[2 * index] = (byte) sample;
            packed[2 * index + 1] = (byte) (sample >> Byte.SIZE);
        }
    }

    /** The sample that is seen as black. */
    public int low() {
        return window == null ? 0 : window.low();
    }

    /** The sample that is seen as white. */
    public int high() {
        return window == null ? FULL_SCALE : window.high();
    }

    /**
     * The grey level that a network sees at this place, counted in samples: the sample of 8 bits as it is, one of 16
     * bits as its window sees it. In 0..255; not rounded.
     */
    public float level(byte[] packed, int index) {
        int sample = sample(packed, index);
        return window == null ? sample : (float) (FULL_SCALE * window.seen(sample));
    }

    /** Samples of {@code count} images from image {@code from} on, in 0..255 or 0..65535. */
    public int[] samples(byte[] packed, int from, int count) {
        int[] samples = new int[count * shape.length()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = sample(packed, from * shape.length() + i);
        }
        return samples;
    }

    /** Image {@code i} of images that lie one after another. */
    public Pixels pixels(byte[] packed, int i) {
        if (window == null) {
            byte[] samples = new byte[shape.length()];
            System.arraycopy(packed, i * samples.length, samples, 0, samples.length);
            return new Pixels(shape.width(), shape.height(), shape.channels(), samples);
        }
        short[] samples = new short[shape.length()];
        for (int j = 0; j < samples.length; j++) {
            samples[j] = (short) sample(packed, i * samples.length + j);
        }
        return Pixels.ofShorts(shape.width(), shape.height(), samples);
    }

    /** The same as a person may look at it, in 8 bits: through the window, where there is one. */
    public Pixels picture(byte[] packed, int i) {
        Pixels pixels = pixels(packed, i);
        return window == null ? pixels : window.picture(pixels);
    }

    /** Images one after another as {@code uint8} or {@code uint16} {@code [images, height, width, channels]}. */
    public NpyArray array(byte[] packed, int images) {
        return window == null
                ? NpyArray.ofBytes(packed, images, shape.height(), shape.width(), shape.channels())
                : NpyArray.ofUnsignedShorts(packed, images, shape.height(), shape.width(), shape.channels());
    }

    /**
     * What {@link #array} was made of; not a copy.
     *
     * @throws IllegalArgumentException if the array has another type
     */
    public byte[] packed(NpyArray array) {
        return window == null ? array.bytes() : array.unsignedShorts();
    }

    /** Whether images that lie so can be fed to the other as they are: what chose a window is no difference. */
    public boolean sees(InputFormat other) {
        return shape.equals(other.shape)
                && bits() == other.bits()
                && low() == other.low()
                && high() == other.high()
                && fit == other.fit;
    }

    /** Whether an image can be fed as it is. */
    public boolean fits(Pixels image) {
        return image.width() == shape.width()
                && image.height() == shape.height()
                && image.channels() == shape.channels()
                && image.bits() == bits();
    }

    @Override
    public String toString() {
        return shape.width() + "x" + shape.height() + "x" + shape.channels() + " of " + bits() + " bits";
    }
}
