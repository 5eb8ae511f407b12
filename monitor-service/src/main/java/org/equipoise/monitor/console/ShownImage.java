package org.equipoise.monitor.console;

import java.nio.ByteBuffer;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.imaging.ValueWindow;
import org.jspecify.annotations.Nullable;

/**
 * A canonical image as a browser can show it. A PNG of 8 bits is shown as it is. A browser takes 65535 of one of 16
 * bits for white, and 12 bits of it would be nearly black: those are brought to 8 bits through a window.
 */
public final class ShownImage {

    /** A mammogram has 20 million. */
    static final int MOST_PIXELS = 1 << 25;

    /** Where the width of a PNG stands, and its height behind it: in its first chunk, IHDR. */
    private static final int WIDTH = 16;

    /** Byte of a PNG that says the bits of a sample: behind both. */
    private static final int BIT_DEPTH = 24;

    /** Share of an image's samples that is darker than black, and brighter than white, where it has no window. */
    private static final double CUT = 0.005;

    private final byte[] png;
    private final @Nullable ValueWindow window;

    private ShownImage(byte[] png, @Nullable ValueWindow window) {
        this.png = png;
        this.window = window;
    }

    /** An image as it is stored. */
    public static ShownImage stored(byte[] png) {
        return new ShownImage(png, null);
    }

    /**
     * Brings an image to 8 bits where it has 16. One of more than {@value #MOST_PIXELS} pixels, or that cannot be read,
     * is shown as it is.
     *
     * @param png canonical
     * @param frozen window of the newest version of its dataset; absent where none was frozen with one
     */
    public static ShownImage of(byte[] png, @Nullable ValueWindow frozen) {
        if (!deep(png)) {
            return stored(png);
        }
        Pixels pixels;
        try {
            pixels = PngCodec.decode(png);
        } catch (IllegalArgumentException e) {
            return stored(png);
        }
        ValueWindow window = frozen == null ? own(pixels) : frozen;
        return new ShownImage(PngCodec.encode(window.picture(pixels)), window);
    }

    private static boolean deep(byte[] png) {
        if (png.length <= BIT_DEPTH || png[BIT_DEPTH] != Short.SIZE) {
            return false;
        }
        ByteBuffer header = ByteBuffer.wrap(png);
        long width = header.getInt(WIDTH) & 0xffffffffL;
        long height = header.getInt(WIDTH + Integer.BYTES) & 0xffffffffL;
        return width <= MOST_PIXELS && height <= MOST_PIXELS && width * height <= MOST_PIXELS;
    }

    private static ValueWindow own(Pixels pixels) {
        int[] counts = new int[pixels.highest() + 1];
        for (int i = 0; i < pixels.length(); i++) {
            counts[pixels.sample(i)]++;
        }
        int cut = (int) (CUT * pixels.length());
        int low = 0;
        for (int below = counts[0]; below <= cut; below += counts[low]) {
            low++;
        }
        int high = pixels.highest();
        for (int above = counts[high]; above <= cut; above += counts[high]) {
            high--;
        }
        int black = Math.min(low, pixels.highest() - 1);
        return new ValueWindow(
                black,
                Math.max(high, black + 1),
                "from the 0.5th to the 99.5th percentile of the image itself, to be looked at only");
    }

    /** What is to be shown; not a copy. */
    public byte[] png() {
        return png;
    }

    /** What it was brought to 8 bits through; absent of an image as it is stored. */
    public @Nullable ValueWindow window() {
        return window;
    }
}
