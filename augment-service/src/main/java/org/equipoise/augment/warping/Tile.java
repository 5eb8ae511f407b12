package org.equipoise.augment.warping;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A few rows of a target image of 8 bits on their way through the warp: where each pixel lies in the source, what its
 * four neighbours there are, and what is between them. A pixel outside costs as much as one inside: nothing branches.
 *
 * <p>Every step is a loop of its own over arrays of {@code int}, of which HotSpot makes vectors. It does so only where
 * the loop is short (a dozen lines are too long), all arrays are of one type and have one index that begins anywhere
 * but is the same in all of them, and nothing but arithmetic is done. Hence bytes are loaded and stored in loops that
 * do nothing else.
 */
final class Tile {

    /** As many as the nearest cache has room for, with all that is known about them. */
    private static final int PIXELS = 512;

    private static final int RESULT_BITS = 2 * Axis.WEIGHT_BITS;
    private static final int HALF = 1 << (RESULT_BITS - 1);
    private static final int BYTE = 0xff;
    private static final int RGB = 3;

    private static final VarHandle PAIR = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int width;
    private final int channels;
    private final int rows;
    private final Axis right;
    private final Axis down;
    private final int[] places;

    /** Of grey images all four neighbours, one a byte; of RGB ones the upper left, one channel a byte. */
    private final int[] topLeft;

    private final int[] topRight;
    private final int[] bottomLeft;
    private final int[] bottomRight;
    private final int[] above;
    private final int[] below;
    private final int[] levels;

    /** @param channels 1 or 3; each side is of at least two pixels */
    Tile(int width, int height, int channels) {
        this.width = width;
        this.channels = channels;
        rows = Math.max(1, Math.min(height, PIXELS / width));
        int pixels = rows * width;
        right = new Axis(pixels, width, width);
        down = new Axis(pixels, width, height);
        places = new int[pixels];
        topLeft = new int[pixels];
        topRight = new int[channels == RGB ? pixels : 0];
        bottomLeft = new int[topRight.length];
        bottomRight = new int[topRight.length];
        above = new int[pixels];
        below = new int[pixels];
        levels = new int[pixels];
    }

    /** Rows that it has room for. */
    int rows() {
        return rows;
    }

    /** Says how far it is in the source from each pixel of a row to the next. */
    void step(long dx, long dy) {
        right.step(dx);
        down.step(dy);
    }

    /** Says where a row of this tile begins in the source. */
    void place(int row, long x, long y) {
        right.place(row * width, x);
        down.place(row * width, y);
    }

    /** Writes the first so many rows. */
    void write(int filled, byte[] from, int fromOffset, byte[] to, int toOffset) {
        int pixels = filled * width;
        int stride = width * channels;
        Arrays.fill(places, 0, pixels, fromOffset);
        int[] rightWeights = right.split(channels, places, pixels);
        int[] downWeights = down.split(stride, places, pixels);
        Arrays.fill(levels, 0, pixels, 0);
        if (channels == RGB) {
            loadRgb(from, stride, pixels);
            for (int channel = 0; channel < RGB * Byte.SIZE; channel += Byte.SIZE) {
                mix(topLeft, channel, topRight, channel + Byte.SIZE, rightWeights, above, pixels);
                mix(bottomLeft, channel, bottomRight, channel + Byte.SIZE, rightWeights, below, pixels);
                round(above, below, downWeights, channel, levels, pixels);
            }
            storeRgb(to, toOffset, pixels);
        } else {
            loadGrey(from, stride, pixels);
            mix(topLeft, 0, topLeft, Byte.SIZE, rightWeights, above, pixels);
            mix(topLeft, 2 * Byte.SIZE, topLeft, 3 * Byte.SIZE, rightWeights, below, pixels);
            round(above, below, downWeights, 0, levels, pixels);
            storeGrey(to, toOffset, pixels);
        }
    }

    private void loadGrey(byte[] from, int stride, int pixels) {
        for (int i = 0; i < pixels; i++) {
            int at = places[i];
            topLeft[i] = ((short) PAIR.get(from, at) & 0xffff) | ((short) PAIR.get(from, at + stride) << Short.SIZE);
        }
    }

    /** The right neighbours one byte higher than the left ones: loaded from where they begin, the last has no end. */
    private void loadRgb(byte[] from, int stride, int pixels) {
        for (int i = 0; i < pixels; i++) {
            int at = places[i];
            topLeft[i] = (int) FOUR.get(from, at);
            topRight[i] = (int) FOUR.get(from, at + RGB - 1);
            bottomLeft[i] = (int) FOUR.get(from, at + stride);
            bottomRight[i] = (int) FOUR.get(from, at + stride + RGB - 1);
        }
    }

    /** What is between one byte of each left neighbour and one of each right one, with the bits of the weights. */
    private static void mix(
            int[] left, int leftShift, int[] right, int rightShift, int[] weights, int[] mixed, int pixels) {
        for (int i = 0; i < pixels; i++) {
            int value = (left[i] >>> leftShift) & BYTE;
            mixed[i] = (value << Axis.WEIGHT_BITS) + weights[i] * (((right[i] >>> rightShift) & BYTE) - value);
        }
    }

    /** What is between above and below, beside the bytes that are there: the one place where anything is rounded. */
    private static void round(int[] above, int[] below, int[] weights, int shift, int[] levels, int pixels) {
        for (int i = 0; i < pixels; i++) {
            int exact = (above[i] << Axis.WEIGHT_BITS) + weights[i] * (below[i] - above[i]);
            levels[i] |= ((exact + HALF) >>> RESULT_BITS) << shift;
        }
    }

    private void storeGrey(byte[] to, int offset, int pixels) {
        for (int i = 0; i < pixels; i++) {
            to[offset + i] = (byte) levels[i];
        }
    }

    /** A byte too many of each pixel, which the next one overwrites. */
    private void storeRgb(byte[] to, int offset, int pixels) {
        int last = pixels - 1;
        for (int i = 0; i < last; i++) {
            FOUR.set(to, offset + RGB * i, levels[i]);
        }
        for (int channel = 0; channel < RGB; channel++) {
            to[offset + RGB * last + channel] = (byte) (levels[last] >>> (channel * Byte.SIZE));
        }
    }
}
