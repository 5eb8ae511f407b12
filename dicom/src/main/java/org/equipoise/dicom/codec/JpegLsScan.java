package org.equipoise.dicom.codec;

import java.util.Arrays;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;

/**
 * A scan of JPEG-LS (ITU-T T.87, annex A): contexts from gradients, Golomb codes of differences, runs of equal samples.
 */
final class JpegLsScan {

    /** J: logarithms of the lengths of run segments. */
    private static final int[] RUN_BITS = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    private static final int REGULAR = 365;
    private static final int MOST_SHIFT = 24;

    private final JpegLsParameters parameters;
    private final JpegLsBits in;
    private final int columns;
    private final int step;
    private final int span;
    private final int differenceBits;
    private final int longest;
    /** A, B, C and N of each context; the last two contexts are those at the end of runs, whose B is Nn. */
    private final int[] size = new int[REGULAR + 2];

    private final int[] bias = new int[REGULAR + 2];
    private final int[] correction = new int[REGULAR];
    private final int[] count = new int[REGULAR + 2];
    /** Of each component the line above and the current one, with a sample before and one behind. */
    private int[][] above;

    private int[][] line;
    private final int[] runIndex;

    JpegLsScan(JpegLsParameters parameters, JpegLsBits in, int columns, int components) {
        this.parameters = parameters;
        this.in = in;
        this.columns = columns;
        this.step = 2 * parameters.near() + 1;
        this.span = parameters.range() * step;
        this.differenceBits = parameters.differenceBits();
        this.longest = parameters.longest();
        this.above = new int[components][columns + 2];
        this.line = new int[components][columns + 2];
        this.runIndex = new int[components];
        Arrays.fill(size, Math.max(2, (parameters.range() + 32) >> 6));
        Arrays.fill(count, 1);
    }

    /** Fills the samples of some components, by their places in a pixel. */
    void read(int rows, int[] indexes, int samplesPerPixel, short[] samples, boolean bySample) throws DicomException {
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < indexes.length; i++) {
                line[i][0] = above[i][1];
                above[i][columns + 1] = above[i][columns];
            }
            if (bySample) {
                lineOfPixels();
            } else {
                for (int i = 0; i < indexes.length; i++) {
                    line(above[i], line[i], i);
                }
            }
            for (int i = 0; i < indexes.length; i++) {
                int to = row * columns * samplesPerPixel + indexes[i];
                for (int x = 1; x <= columns; x++, to += samplesPerPixel) {
                    samples[to] = (short) line[i][x];
                }
            }
            int[][] lines = above;
            above = line;
            line = lines;
        }
    }

    private void line(int[] up, int[] now, int component) throws DicomException {
        int x = 1;
        while (x <= columns) {
            int context = context(up, now, x);
            if (context != 0) {
                now[x] = regular(context, now[x - 1], up[x], up[x - 1]);
                x++;
                continue;
            }
            int end = run(x, component);
            Arrays.fill(now, x, end, now[x - 1]);
            x = end;
            if (x <= columns) {
                int left = now[x - 1];
                boolean close = Math.abs(left - up[x]) <= parameters.near();
                now[x] = close
                        ? afterRun(1, left, 1, runIndex[component])
                        : afterRun(0, up[x], left > up[x] ? -1 : 1, runIndex[component]);
                runIndex[component] = Math.max(0, runIndex[component] - 1);
                x++;
            }
        }
    }

    private void lineOfPixels() throws DicomException {
        int components = line.length;
        int[] contexts = new int[components];
        int x = 1;
        while (x <= columns) {
            boolean flat = true;
            for (int i = 0; i < components; i++) {
                contexts[i] = context(above[i], line[i], x);
                flat &= contexts[i] == 0;
            }
            if (!flat) {
                for (int i = 0; i < components; i++) {
                    line[i][x] = regular(contexts[i], line[i][x - 1], above[i][x], above[i][x - 1]);
                }
                x++;
                continue;
            }
            int end = run(x, 0);
            for (int i = 0; i < components; i++) {
                Arrays.fill(line[i], x, end, line[i][x - 1]);
            }
            x = end;
            if (x <= columns) {
                for (int i = 0; i < components; i++) {
                    int up = above[i][x];
                    line[i][x] = afterRun(0, up, line[i][x - 1] > up ? -1 : 1, runIndex[0]);
                }
                runIndex[0] = Math.max(0, runIndex[0] - 1);
                x++;
            }
        }
    }

    private int context(int[] up, int[] now, int x) {
        return 81 * parameters.gradient(up[x + 1] - up[x])
                + 9 * parameters.gradient(up[x] - up[x - 1])
                + parameters.gradient(up[x - 1] - now[x - 1]);
    }

    /** The length of a run (A.7.1), as the place of the first sample behind it. */
    private int run(int start, int component) throws DicomException {
        int x = start;
        while (in.take(1) == 1) {
            int segment = 1 << RUN_BITS[runIndex[component]];
            int n = Math.min(segment, columns - x + 1);
            x += n;
            if (n == segment && runIndex[component] < 31) {
                runIndex[component]++;
            }
            if (x > columns) {
                return x;
            }
        }
        int rest = in.take(RUN_BITS[runIndex[component]]);
        if (rest > columns - x) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "a run beyond its line", columns);
        }
        return x + rest;
    }

    /** A sample in a context with gradients (A.4 to A.6). */
    private int regular(int signedContext, int left, int up, int upLeft) throws DicomException {
        int sign = signedContext < 0 ? -1 : 1;
        int q = Math.abs(signedContext);
        int predicted = upLeft >= Math.max(left, up)
                ? Math.min(left, up)
                : upLeft <= Math.min(left, up) ? Math.max(left, up) : left + up - upLeft;
        predicted = Math.max(0, Math.min(parameters.most(), predicted + sign * correction[q]));
        int k = shift(q, size[q]);
        int mapped = golomb(k, longest);
        boolean inverted = parameters.near() == 0 && k == 0 && 2 * bias[q] <= -count[q];
        int magnitude = mapped >> 1;
        int error = (mapped & 1) == 0 ? magnitude : -magnitude - 1;
        if (inverted) {
            error = -error - 1;
        }
        size[q] += Math.abs(error);
        bias[q] += error * step;
        halve(q);
        count[q]++;
        if (bias[q] <= -count[q]) {
            bias[q] = Math.max(bias[q] + count[q], 1 - count[q]);
            correction[q] = Math.max(-128, correction[q] - 1);
        } else if (bias[q] > 0) {
            bias[q] = Math.min(bias[q] - count[q], 0);
            correction[q] = Math.min(127, correction[q] + 1);
        }
        return reconstruct(predicted, sign * error);
    }

    /** The sample that ends a run (A.7.2); of type 1 if the samples at its left and above are alike. */
    private int afterRun(int type, int predicted, int sign, int index) throws DicomException {
        int q = REGULAR + type;
        int k = shift(q, type == 0 ? size[q] : size[q] + (count[q] >> 1));
        int mapped = golomb(k, longest - RUN_BITS[index] - 1);
        int folded = mapped + type;
        boolean odd = (folded & 1) != 0;
        int magnitude = (folded + 1) >> 1;
        int error = (k != 0 || 2 * bias[q] >= count[q]) == odd ? -magnitude : magnitude;
        if (error < 0) {
            bias[q]++;
        }
        size[q] += (mapped + 1 - type) >> 1;
        halve(q);
        count[q]++;
        return reconstruct(predicted, sign * error);
    }

    private void halve(int q) {
        if (count[q] == parameters.reset()) {
            size[q] >>= 1;
            bias[q] >>= 1;
            count[q] >>= 1;
        }
    }

    private int shift(int q, int total) {
        int k = 0;
        while (k < MOST_SHIFT && count[q] << k < total) {
            k++;
        }
        return k;
    }

    private int golomb(int k, int most) throws DicomException {
        int zeros = in.zeros(most - differenceBits - 1);
        return zeros < most - differenceBits - 1 ? zeros << k | in.take(k) : in.take(differenceBits) + 1;
    }

    private int reconstruct(int predicted, int error) {
        int value = predicted + error * step;
        if (value < -parameters.near()) {
            value += span;
        } else if (value > parameters.most() + parameters.near()) {
            value -= span;
        }
        return Math.max(0, Math.min(parameters.most(), value));
    }
}
