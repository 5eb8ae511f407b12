package org.equipoise.dicom.synthetic;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** RLE Lossless (PS3.5, annex G). */
public final class RleEncoder {

    private RleEncoder() {}

    /** A frame of 8 or 16 bits allocated. */
    public static byte[] encode(Drawing drawing, int bitsAllocated) {
        List<byte[]> segments = new ArrayList<>();
        int pixels = drawing.columns() * drawing.rows();
        for (int sample = 0; sample < drawing.samples(); sample++) {
            for (int shift = bitsAllocated - 8; shift >= 0; shift -= 8) {
                byte[] plane = new byte[pixels];
                for (int i = 0; i < pixels; i++) {
                    plane[i] = (byte) (drawing.value(i * drawing.samples() + sample) >> shift);
                }
                segments.add(packed(plane, drawing.columns()));
            }
        }
        return join(segments);
    }

    /** The header and the segments. */
    public static byte[] join(List<byte[]> segments) {
        ByteBuffer header =
                ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(segments.size());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] segment : segments) {
            header.putInt(64 + body.size());
            body.writeBytes(segment);
            body.writeBytes(new byte[body.size() % 2]);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.array());
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }

    /** PackBits, row by row. */
    public static byte[] packed(byte[] plane, int columns) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int row = 0; row < plane.length; row += columns) {
            int end = Math.min(plane.length, row + columns);
            int at = row;
            while (at < end) {
                int run = 1;
                while (at + run < end && run < 128 && plane[at + run] == plane[at]) {
                    run++;
                }
                if (run > 1) {
                    out.write(1 - run);
                    out.write(plane[at]);
                    at += run;
                    continue;
                }
                int literal = 1;
                while (at + literal < end
                        && literal < 128
                        && (at + literal + 1 >= end || plane[at + literal] != plane[at + literal + 1])) {
                    literal++;
                }
                out.write(literal - 1);
                out.write(plane, at, literal);
                at += literal;
            }
        }
        return out.toByteArray();
    }
}
