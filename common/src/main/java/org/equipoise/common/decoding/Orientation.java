package org.equipoise.common.decoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.equipoise.common.imaging.Pixels;

/**
 * How a camera was held: Exif tag 0x0112. Viewers turn such an image upright; pixels that are read without it lie on
 * their side.
 *
 * @param code 1 (upright) to 8
 * @see <a href="https://www.cipa.jp/std/documents/download_e.html?CIPA_DC-008-2024-E">CIPA DC-008, Exif 3.0,
 *     4.6.5.1.6</a>
 */
record Orientation(int code) {

    static final Orientation UPRIGHT = new Orientation(1);

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int TIFF_HEADER = 8;
    private static final int ENTRY = 12;

    /**
     * The orientation that a block of Exif says. What cannot be read says nothing, as to every viewer: the image itself
     * may be whole.
     *
     * @param from where its TIFF header begins
     * @param to where it ends
     */
    static Orientation ofExif(byte[] file, int from, int to) {
        if (to - from < TIFF_HEADER) {
            return UPRIGHT;
        }
        ByteBuffer exif = ByteBuffer.wrap(file, from, to - from).slice();
        if (exif.get(0) == 'I' && exif.get(1) == 'I') {
            exif.order(ByteOrder.LITTLE_ENDIAN);
        } else if (exif.get(0) != 'M' || exif.get(1) != 'M') {
            return UPRIGHT;
        }
        long directory = Integer.toUnsignedLong(exif.getInt(4));
        if (exif.getShort(2) != 42 || directory > exif.limit() - 2) {
            return UPRIGHT;
        }
        int entries = exif.getShort((int) directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            long at = directory + 2 + (long) i * ENTRY;
            if (at > exif.limit() - ENTRY) {
                return UPRIGHT;
            }
            int entry = (int) at;
            if ((exif.getShort(entry) & 0xffff) == TAG) {
                int value = exif.getShort(entry + 8) & 0xffff;
                boolean valid = exif.getShort(entry + 2) == SHORT && value >= 1 && value <= 8;
                return valid ? new Orientation(value) : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** The image as it is meant to be seen. */
    Pixels upright(Pixels stored) {
        if (code == 1) {
            return stored;
        }
        boolean turned = code >= 5;
        int width = turned ? stored.height() : stored.width();
        int height = turned ? stored.width() : stored.height();
        int channels = stored.channels();
        return stored.bits() == Byte.SIZE
                ? new Pixels(width, height, channels, bytes(stored, width, height))
                : Pixels.ofShorts(width, height, shorts(stored, width, height));
    }

    private byte[] bytes(Pixels stored, int width, int height) {
        int channels = stored.channels();
        byte[] from = stored.samples();
        byte[] to = new byte[from.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(from, source(stored, x, y) * channels, to, (y * width + x) * channels, channels);
            }
        }
        return to;
    }

    private short[] shorts(Pixels stored, int width, int height) {
        short[] to = new short[stored.length()];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                to[y * width + x] = (short) stored.sample(source(stored, x, y));
            }
        }
        return to;
    }

    /** The number of the stored pixel that is seen here. */
    private int source(Pixels stored, int x, int y) {
        int w = stored.width();
        int h = stored.height();
        return switch (code) {
            case 2 -> y * w + (w - 1 - x);
            case 3 -> (h - 1 - y) * w + (w - 1 - x);
            case 4 -> (h - 1 - y) * w + x;
            case 5 -> x * w + y;
            case 6 -> (h - 1 - x) * w + y;
            case 7 -> (h - 1 - x) * w + (w - 1 - y);
            case 8 -> x * w + (w - 1 - y);
            default -> throw new IllegalStateException("orientation " + code);
        };
    }
}
