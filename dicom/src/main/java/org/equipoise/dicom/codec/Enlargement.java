package org.equipoise.dicom.codec;

/**
 * Enlarges a plane of colour differences. Samples lie in the middle of those that they stand for (ITU-T T.81, A.1.1
 * leaves it open; JFIF says so): at half the resolution the two nearest weigh 3 to 1, at others the nearest counts
 * alone.
 */
final class Enlargement {

    private final short[] plane;
    private final int stride;
    private final int width;
    private final int height;
    private final int x;
    private final int y;

    Enlargement(short[] plane, int stride, int width, int height, int x, int y) {
        this.plane = plane;
        this.stride = stride;
        this.width = width;
        this.height = height;
        this.x = x;
        this.y = y;
    }

    /** Puts a row of the whole image beside those of other components. */
    void row(int row, short[] into, int at, int columns, int step) {
        if (x == 1 && y == 1) {
            for (int column = 0; column < columns; column++) {
                into[at + column * step] = plane[row * stride + column];
            }
            return;
        }
        boolean linear = x == 2 && y <= 2;
        int near = row / y * stride;
        int far = linear && y == 2 ? clamp(row / 2 + (row % 2 == 0 ? -1 : 1), height) * stride : near;
        // Twice the vertical weights if rows are enlarged, too, with the roundings that decoders agree on.
        int bits = far == near && y == 1 ? 2 : 4;
        for (int column = 0; column < columns; column++) {
            int value;
            if (linear) {
                int here = column / 2;
                int there = clamp(here + (column % 2 == 0 ? -1 : 1), width);
                int rounding = bits == 2 ? 1 + column % 2 : 8 - column % 2;
                value = (3 * weighed(near, far, here, bits) + weighed(near, far, there, bits) + rounding) >> bits;
            } else {
                value = plane[near + column / x];
            }
            into[at + column * step] = (short) value;
        }
    }

    private int weighed(int near, int far, int column, int bits) {
        return bits == 2 ? plane[near + column] : 3 * plane[near + column] + plane[far + column];
    }

    private static int clamp(int value, int size) {
        return Math.max(0, Math.min(size - 1, value));
    }
}
