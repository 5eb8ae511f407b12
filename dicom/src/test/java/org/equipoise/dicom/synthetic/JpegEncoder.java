package org.equipoise.dicom.synthetic;

import java.io.ByteArrayOutputStream;
import java.util.stream.IntStream;

/** Lossless JPEG with any predictor, and extended sequential JPEG of 12 bits with quantisers of 1 (ITU-T T.81). */
public final class JpegEncoder {

    private static final int[] ZIGZAG = zigzag();

    private final Drawing drawing;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int restartRows;

    private JpegEncoder(Drawing drawing) {
        this.drawing = drawing;
    }

    /** Process 14: all components in one scan, or each in its own; restart markers after some rows, or none for 0. */
    public static byte[] lossless(Drawing drawing, int predictor, boolean interleaved, int restartRows) {
        JpegEncoder encoder = new JpegEncoder(drawing);
        encoder.restartRows = restartRows;
        return encoder.lossless(predictor, interleaved);
    }

    /** Process 4 of one component. */
    public static byte[] extended(Drawing drawing) {
        return new JpegEncoder(drawing).extended();
    }

    private byte[] lossless(int predictor, boolean interleaved) {
        marker(0xD8);
        frame(0xC3);
        // 17 sizes of differences, each with a code of 5 bits.
        huffmanTable(0x00, 5, 17);
        if (restartRows > 0) {
            marker(0xDD);
            u16(4);
            u16(restartRows * drawing.columns());
        }
        if (interleaved) {
            scan(predictor, 0, IntStream.range(0, drawing.samples()).toArray());
        } else {
            for (int c = 0; c < drawing.samples(); c++) {
                scan(predictor, 0, c);
            }
        }
        marker(0xD9);
        return out.toByteArray();
    }

    private void scan(int predictor, int end, int... components) {
        startOfScan(predictor, end, components);
        BitWriter bits = new BitWriter(out, false);
        int step = drawing.samples();
        int width = drawing.columns() * step;
        boolean first = true;
        for (int y = 0; y < drawing.rows(); y++) {
            if (restartRows > 0 && y > 0 && y % restartRows == 0) {
                bits.end();
                marker(0xD0 | ((y / restartRows - 1) & 7));
                first = true;
            }
            for (int x = 0; x < drawing.columns(); x++) {
                for (int c : components) {
                    int at = y * width + x * step + c;
                    int a = x > 0 ? drawing.value(at - step) : 0;
                    int b = y > 0 ? drawing.value(at - width) : 0;
                    int d = x > 0 && y > 0 ? drawing.value(at - width - step) : 0;
                    int predicted;
                    if (first) {
                        predicted = x == 0 ? 1 << (drawing.bits() - 1) : a;
                    } else if (x == 0) {
                        predicted = b;
                    } else {
                        predicted = switch (predictor) {
                            case 1 -> a;
                            case 2 -> b;
                            case 3 -> d;
                            case 4 -> a + b - d;
                            case 5 -> a + ((b - d) >> 1);
                            case 6 -> b + ((a - d) >> 1);
                            default -> (a + b) >> 1;
                        };
                    }
                    int difference = (short) (drawing.value(at) - predicted);
                    int size = difference == -32_768 ? 16 : size(difference);
                    bits.write(size, 5);
                    if (size < 16) {
                        amplitude(bits, difference, size);
                    }
                }
            }
            first = false;
        }
        bits.end();
    }

    private byte[] extended() {
        marker(0xD8);
        marker(0xDB);
        u16(67);
        out.write(0);
        for (int i = 0; i < 64; i++) {
            out.write(1);
        }
        frame(0xC1);
        huffmanTable(0x00, 5, 16);
        huffmanTable(0x10, 9, 256);
        startOfScan(0, 63, 0);
        BitWriter bits = new BitWriter(out, false);
        int last = 0;
        for (int y = 0; y < drawing.rows(); y += 8) {
            for (int x = 0; x < drawing.columns(); x += 8) {
                int[] block = transformed(x, y);
                int size = size(block[0] - last);
                bits.write(size, 5);
                amplitude(bits, block[0] - last, size);
                last = block[0];
                int run = 0;
                for (int k = 1; k < 64; k++) {
                    if (block[k] == 0) {
                        run++;
                        continue;
                    }
                    for (; run > 15; run -= 16) {
                        bits.write(0xF0, 9);
                    }
                    bits.write(run << 4 | size(block[k]), 9);
                    amplitude(bits, block[k], size(block[k]));
                    run = 0;
                }
                if (run > 0) {
                    bits.write(0, 9);
                }
            }
        }
        bits.end();
        marker(0xD9);
        return out.toByteArray();
    }

    private int[] transformed(int x0, int y0) {
        int[] block = new int[64];
        for (int k = 0; k < 64; k++) {
            int u = ZIGZAG[k] % 8;
            int v = ZIGZAG[k] / 8;
            double sum = 0;
            for (int y = 0; y < 8; y++) {
                for (int x = 0; x < 8; x++) {
                    int column = Math.min(drawing.columns() - 1, x0 + x);
                    int row = Math.min(drawing.rows() - 1, y0 + y);
                    sum += (drawing.value(row * drawing.columns() + column) - (1 << (drawing.bits() - 1)))
                            * Math.cos((2 * x + 1) * u * Math.PI / 16)
                            * Math.cos((2 * y + 1) * v * Math.PI / 16);
                }
            }
            block[k] = (int) Math.round(sum / 4 * (u == 0 ? Math.sqrt(.5) : 1) * (v == 0 ? Math.sqrt(.5) : 1));
        }
        return block;
    }

    private void frame(int process) {
        marker(process);
        u16(8 + 3 * drawing.samples());
        out.write(drawing.bits());
        u16(drawing.rows());
        u16(drawing.columns());
        out.write(drawing.samples());
        for (int c = 0; c < drawing.samples(); c++) {
            out.write(c + 1);
            out.write(0x11);
            out.write(0);
        }
    }

    private void startOfScan(int start, int end, int... components) {
        marker(0xDA);
        u16(6 + 2 * components.length);
        out.write(components.length);
        for (int c : components) {
            out.write(c + 1);
            out.write(0);
        }
        out.write(start);
        out.write(end);
        out.write(0);
    }

    /** A code of the same length for every value, which is the value itself. */
    private void huffmanTable(int name, int length, int values) {
        marker(0xC4);
        u16(19 + values);
        out.write(name);
        int rest = values;
        for (int i = 1; i <= 16; i++) {
            int here = i == length ? Math.min(rest, 255) : i == length + 1 ? rest : 0;
            // 256 values need two lengths; the second begins where the first ended.
            out.write(here);
            rest -= here;
        }
        for (int i = 0; i < values; i++) {
            out.write(i);
        }
    }

    private static void amplitude(BitWriter bits, int value, int size) {
        bits.write(value < 0 ? value + (1 << size) - 1 : value, size);
    }

    private static int size(int value) {
        return 32 - Integer.numberOfLeadingZeros(Math.abs(value));
    }

    private void marker(int second) {
        out.write(0xFF);
        out.write(second);
    }

    private void u16(int value) {
        out.write(value >> 8);
        out.write(value);
    }

    private static int[] zigzag() {
        int[] places = new int[64];
        int k = 0;
        for (int diagonal = 0; diagonal < 15; diagonal++) {
            for (int i = 0; i <= diagonal; i++) {
                int x = diagonal % 2 == 0 ? i : diagonal - i;
                int y = diagonal - x;
                if (x < 8 && y < 8) {
                    places[k++] = y * 8 + x;
                }
            }
        }
        return places;
    }
}
