package org.equipoise.dicom.codec;

import java.util.Arrays;

/** The inverse DCT of 8 by 8 (ITU-T T.81, A.3.3) in 32-bit floating point, by rows and columns. */
final class InverseDct {

    /** Place in the block of each coefficient of the zigzag order. */
    private static final byte[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    /** Of an even and of an odd coefficient, its part in the first four values; the others are their mirror. */
    private final float[] even = new float[16];

    private final float[] odd = new float[16];
    private final float[] block = new float[64];
    private final float[] half = new float[64];
    private final int middle;
    private final int most;

    /** For samples of a precision of 8 or 12 bits. */
    InverseDct(int precision) {
        middle = 1 << (precision - 1);
        most = (1 << precision) - 1;
        for (int x = 0; x < 4; x++) {
            for (int k = 0; k < 4; k++) {
                even[x * 4 + k] = (float) factor(2 * k, x);
                odd[x * 4 + k] = (float) factor(2 * k + 1, x);
            }
        }
    }

    private static double factor(int frequency, int x) {
        return (frequency == 0 ? Math.sqrt(.125) : .5) * Math.cos((2 * x + 1) * frequency * Math.PI / 16);
    }

    /** Forgets all coefficients. */
    void clear() {
        Arrays.fill(block, 0);
    }

    /** Sets the coefficient with a number in zigzag order. */
    void set(int number, int coefficient) {
        block[ZIGZAG[number]] = coefficient;
    }

    /** Puts the 64 samples into a plane, rows of {@code stride} samples. */
    void into(short[] plane, int at, int stride) {
        for (int row = 0; row < 8; row++) {
            values(block, row * 8, 1, half, row * 8, 1);
        }
        for (int column = 0; column < 8; column++) {
            values(half, column, 8, half, column, 8);
        }
        for (int row = 0; row < 8; row++) {
            for (int column = 0; column < 8; column++) {
                float value = half[row * 8 + column] + middle + .5f;
                plane[at + row * stride + column] = (short) (value <= 0 ? 0 : value >= most ? most : (int) value);
            }
        }
    }

    private void values(float[] from, int at, int step, float[] to, int toAt, int toStep) {
        float c0 = from[at];
        float c1 = from[at + step];
        float c2 = from[at + 2 * step];
        float c3 = from[at + 3 * step];
        float c4 = from[at + 4 * step];
        float c5 = from[at + 5 * step];
        float c6 = from[at + 6 * step];
        float c7 = from[at + 7 * step];
        for (int x = 0; x < 4; x++) {
            float e = even[4 * x] * c0 + even[4 * x + 1] * c2 + even[4 * x + 2] * c4 + even[4 * x + 3] * c6;
            float o = odd[4 * x] * c1 + odd[4 * x + 1] * c3 + odd[4 * x + 2] * c5 + odd[4 * x + 3] * c7;
            to[toAt + x * toStep] = e + o;
            to[toAt + (7 - x) * toStep] = e - o;
        }
    }
}
