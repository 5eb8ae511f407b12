package org.equipoise.dicom.synthetic;

import java.util.Random;

/** A drawn image: slopes, a flat disc, an edge, and some noise, so that codecs meet runs and surprises. */
public final class Drawing {

    private final int columns;
    private final int rows;
    private final int samples;
    private final int bits;
    private final int[] values;

    private Drawing(int columns, int rows, int samples, int bits, int[] values) {
        this.columns = columns;
        this.rows = rows;
        this.samples = samples;
        this.bits = bits;
        this.values = values;
    }

    /** An image that follows from its size and a seed. */
    public static Drawing of(int columns, int rows, int samples, int bits, long seed) {
        Random random = new Random(seed);
        int most = (1 << bits) - 1;
        int[] values = new int[columns * rows * samples];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                for (int c = 0; c < samples; c++) {
                    double slope = (x * (c + 1.0) + y) / (columns * (c + 1.0) + rows);
                    double value = slope * most;
                    double distance = Math.hypot(x - columns / 2.0, y - rows / 2.0) * 4 / Math.min(columns, rows);
                    if (distance < 1) {
                        value = most * (c + 1) / 4.0;
                    } else if (y > rows * 3 / 4) {
                        value = x % 7 == 0 ? most : 0;
                    } else {
                        value += random.nextGaussian() * most / 64;
                    }
                    values[(y * columns + x) * samples + c] = (int) Math.max(0, Math.min(most, value));
                }
            }
        }
        return new Drawing(columns, rows, samples, bits, values);
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    public int samples() {
        return samples;
    }

    public int bits() {
        return bits;
    }

    /** All samples, interleaved, unsigned. */
    public int[] values() {
        return values.clone();
    }

    /** A sample. */
    public int value(int index) {
        return values[index];
    }

    /** The bits as values with a sign. */
    public int signed(int index) {
        return values[index] << (32 - bits) >> (32 - bits);
    }

    /** The samples in bytes, little endian, 8 or 16 bits each. */
    public byte[] bytes(int bitsAllocated) {
        int width = bitsAllocated / 8;
        byte[] bytes = new byte[values.length * width];
        for (int i = 0; i < values.length; i++) {
            bytes[i * width] = (byte) values[i];
            if (width == 2) {
                bytes[2 * i + 1] = (byte) (values[i] >> 8);
            }
        }
        return bytes;
    }
}
