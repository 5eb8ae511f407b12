package org.equipoise.dicom.synthetic;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * JPEG-LS with default parameters (ITU-T T.87, annex A, from the encoder's side), any interleaving, near lossless too.
 */
public final class JpegLsEncoder {

    private static final int[] J = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    private final Drawing drawing;
    private final int near;
    private final int maxval;
    private final int range;
    private final int qbpp;
    private final int limit;
    private final int[] thresholds;
    /** What the decoder will have: in near lossless coding not what was drawn. */
    private final int[] reconstructed;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int[] a = new int[367];
    private final int[] b = new int[367];
    private final int[] c = new int[367];
    private final int[] n = new int[367];
    private int[] runIndex = {};
    private BitWriter bits;

    private JpegLsEncoder(Drawing drawing, int near) {
        this.drawing = drawing;
        this.near = near;
        this.maxval = (1 << drawing.bits()) - 1;
        this.range = (maxval + 2 * near) / (2 * near + 1) + 1;
        this.qbpp = 32 - Integer.numberOfLeadingZeros(range - 1);
        this.limit = 2 * (drawing.bits() + Math.max(8, drawing.bits()));
        this.thresholds = thresholds();
        this.reconstructed = drawing.values();
        this.bits = new BitWriter(out, true);
    }

    /** A codestream; interleaving 0 makes a scan for each component, 1 is by line and 2 by sample. */
    public static byte[] encode(Drawing drawing, int near, int interleaving) {
        return new JpegLsEncoder(drawing, near).encode(interleaving);
    }

    private int[] thresholds() {
        if (maxval >= 128) {
            int factor = (Math.min(maxval, 4095) + 128) / 256;
            int t1 = clamp(factor + 2 + 3 * near, near + 1);
            int t2 = clamp(factor * 4 + 3 + 5 * near, t1);
            return new int[] {t1, t2, clamp(factor * 17 + 4 + 7 * near, t2)};
        }
        int factor = 256 / (maxval + 1);
        int t1 = clamp(Math.max(2, 3 / factor + 3 * near), near + 1);
        int t2 = clamp(Math.max(3, 7 / factor + 5 * near), t1);
        return new int[] {t1, t2, clamp(Math.max(4, 21 / factor + 7 * near), t2)};
    }

    private int clamp(int value, int least) {
        return value > maxval || value < least ? least : value;
    }

    private byte[] encode(int interleaving) {
        int components = drawing.samples();
        bytes(0xFF, 0xD8, 0xFF, 0xF7, 0, 8 + 3 * components, drawing.bits());
        bytes(drawing.rows() >> 8, drawing.rows(), drawing.columns() >> 8, drawing.columns(), components);
        for (int i = 0; i < components; i++) {
            bytes(i + 1, 0x11, 0);
        }
        if (interleaving == 0) {
            for (int i = 0; i < components; i++) {
                scan(0, i);
            }
        } else {
            scan(interleaving, components == 1 ? new int[] {0} : new int[] {0, 1, 2});
        }
        bytes(0xFF, 0xD9);
        return out.toByteArray();
    }

    private void scan(int interleaving, int... components) {
        bytes(0xFF, 0xDA, 0, 6 + 2 * components.length, components.length);
        for (int component : components) {
            bytes(component + 1, 0);
        }
        bytes(near, interleaving, 0);
        Arrays.fill(a, Math.max(2, (range + 32) / 64));
        Arrays.fill(b, 0);
        Arrays.fill(c, 0);
        Arrays.fill(n, 1);
        runIndex = new int[3];
        bits = new BitWriter(out, true);
        for (int y = 0; y < drawing.rows(); y++) {
            if (interleaving == 2 && components.length > 1) {
                line(y, components);
            } else {
                for (int component : components) {
                    line(y, component);
                }
            }
        }
        bits.end();
    }

    /** A sample that the decoder has; outside of the image as A.2.1 says. */
    private int at(int x, int y, int component) {
        if (y < 0) {
            return 0;
        }
        if (x < 0) {
            return at(0, y - 1, component);
        }
        int column = Math.min(x, drawing.columns() - 1);
        return reconstructed[(y * drawing.columns() + column) * drawing.samples() + component];
    }

    private void set(int x, int y, int component, int value) {
        reconstructed[(y * drawing.columns() + x) * drawing.samples() + component] = value;
    }

    private int left(int x, int y, int component) {
        return x == 0 ? at(0, y - 1, component) : at(x - 1, y, component);
    }

    private int upLeft(int x, int y, int component) {
        return x == 0 ? y < 2 ? 0 : at(0, y - 2, component) : at(x - 1, y - 1, component);
    }

    private int context(int x, int y, int component) {
        int up = at(x, y - 1, component);
        return 81 * gradient(at(x + 1, y - 1, component) - up)
                + 9 * gradient(up - upLeft(x, y, component))
                + gradient(upLeft(x, y, component) - left(x, y, component));
    }

    private int gradient(int d) {
        int size = Math.abs(d);
        int kind =
                size <= near ? 0 : size < thresholds[0] ? 1 : size < thresholds[1] ? 2 : size < thresholds[2] ? 3 : 4;
        return d < 0 ? -kind : kind;
    }

    private void line(int y, int... components) {
        int index = components.length > 1 ? 0 : components[0];
        for (int x = 0; x < drawing.columns(); ) {
            boolean flat = true;
            for (int component : components) {
                flat &= context(x, y, component) == 0;
            }
            if (!flat) {
                for (int component : components) {
                    regular(x, y, component);
                }
                x++;
                continue;
            }
            int start = x;
            while (x < drawing.columns() && same(x, start, y, components)) {
                for (int component : components) {
                    set(x, y, component, left(start, y, component));
                }
                x++;
            }
            int run = x - start;
            while (run >= 1 << J[runIndex[index]]) {
                bits.write(1, 1);
                run -= 1 << J[runIndex[index]];
                runIndex[index] = Math.min(31, runIndex[index] + 1);
            }
            if (x == drawing.columns()) {
                if (run > 0) {
                    bits.write(1, 1);
                }
                return;
            }
            bits.write(0, 1);
            bits.write(run, J[runIndex[index]]);
            for (int component : components) {
                interruption(x, y, component, components.length > 1, runIndex[index]);
            }
            runIndex[index] = Math.max(0, runIndex[index] - 1);
            x++;
        }
    }

    private boolean same(int x, int start, int y, int... components) {
        for (int component : components) {
            int drawn = drawing.value((y * drawing.columns() + x) * drawing.samples() + component);
            if (Math.abs(drawn - left(start, y, component)) > near) {
                return false;
            }
        }
        return true;
    }

    private void regular(int x, int y, int component) {
        int signed = context(x, y, component);
        int sign = signed < 0 ? -1 : 1;
        int q = signed * sign;
        int left = left(x, y, component);
        int up = at(x, y - 1, component);
        int upLeft = upLeft(x, y, component);
        int predicted = left + up - upLeft;
        if (upLeft >= Math.max(left, up)) {
            predicted = Math.min(left, up);
        } else if (upLeft <= Math.min(left, up)) {
            predicted = Math.max(left, up);
        }
        predicted = Math.max(0, Math.min(maxval, predicted + sign * c[q]));
        int drawn = drawing.value((y * drawing.columns() + x) * drawing.samples() + component);
        int error = quantised(sign * (drawn - predicted));
        set(x, y, component, Math.max(0, Math.min(maxval, predicted + sign * error * (2 * near + 1))));
        error = reduced(error);
        int k = 0;
        while (n[q] << k < a[q]) {
            k++;
        }
        int mapped;
        if (near == 0 && k == 0 && 2 * b[q] <= -n[q]) {
            mapped = error >= 0 ? 2 * error + 1 : -2 * (error + 1);
        } else {
            mapped = error >= 0 ? 2 * error : -2 * error - 1;
        }
        golomb(mapped, k, limit);
        b[q] += error * (2 * near + 1);
        a[q] += Math.abs(error);
        reset(q);
        n[q]++;
        if (b[q] <= -n[q]) {
            b[q] = Math.max(b[q] + n[q], -n[q] + 1);
            c[q] = Math.max(-128, c[q] - 1);
        } else if (b[q] > 0) {
            b[q] = Math.min(b[q] - n[q], 0);
            c[q] = Math.min(127, c[q] + 1);
        }
    }

    private void interruption(int x, int y, int component, boolean bySample, int index) {
        int left = left(x, y, component);
        int up = at(x, y - 1, component);
        int type = !bySample && Math.abs(left - up) <= near ? 1 : 0;
        int sign = type == 0 && left > up ? -1 : 1;
        int predicted = type == 1 ? left : up;
        int drawn = drawing.value((y * drawing.columns() + x) * drawing.samples() + component);
        int error = quantised(sign * (drawn - predicted));
        set(x, y, component, Math.max(0, Math.min(maxval, predicted + sign * error * (2 * near + 1))));
        error = reduced(error);
        int q = 365 + type;
        int total = type == 0 ? a[q] : a[q] + (n[q] >> 1);
        int k = 0;
        while (n[q] << k < total) {
            k++;
        }
        boolean map =
                (k == 0 && error > 0 && 2 * b[q] < n[q]) || (error < 0 && 2 * b[q] >= n[q]) || (error < 0 && k != 0);
        int mapped = 2 * Math.abs(error) - type - (map ? 1 : 0);
        golomb(mapped, k, limit - J[index] - 1);
        if (error < 0) {
            b[q]++;
        }
        a[q] += (mapped + 1 - type) >> 1;
        reset(q);
        n[q]++;
    }

    private int quantised(int error) {
        return error > 0 ? (error + near) / (2 * near + 1) : -((near - error) / (2 * near + 1));
    }

    private int reduced(int error) {
        int value = error < 0 ? error + range : error;
        return value >= (range + 1) / 2 ? value - range : value;
    }

    private void reset(int q) {
        if (n[q] == 64) {
            a[q] >>= 1;
            b[q] >>= 1;
            n[q] >>= 1;
        }
    }

    private void golomb(int mapped, int k, int longest) {
        int high = mapped >> k;
        if (high < longest - qbpp - 1) {
            bits.write(1, high + 1);
            bits.write(mapped, k);
        } else {
            bits.write(1, longest - qbpp);
            bits.write(mapped - 1, qbpp);
        }
    }

    private void bytes(int... values) {
        for (int value : values) {
            out.write(value);
        }
    }
}
