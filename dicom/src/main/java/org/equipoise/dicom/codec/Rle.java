package org.equipoise.dicom.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;

/**
 * RLE Lossless (PS3.5, annex G): a header of 64 bytes, and a PackBits segment for each byte of each sample, the highest
 * first. Pixels of 1 bit are one segment of packed bits.
 */
public final class Rle {

    private static final int HEADER = 64;
    private static final int MOST_SEGMENTS = 15;

    private Rle() {}

    /**
     * Decodes a frame.
     *
     * @throws DicomException if a segment ends early or has more than the frame
     */
    public static Decoded decode(byte[] code, Shape shape) throws DicomException {
        int bytesPerSample = (shape.bitsAllocated() + 7) / 8;
        int segments = shape.samples() * bytesPerSample;
        if (code.length < HEADER) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, code.length + " bytes", "a header of 64");
        }
        if (u32(code, 0) != segments || segments > MOST_SEGMENTS) {
            throw DicomException.of(Reason.CODESTREAM_MISMATCH, u32(code, 0) + " segments", segments);
        }
        boolean bits = shape.bitsAllocated() == 1;
        byte[] segment = new byte[bits ? (shape.pixels() + 7) / 8 : shape.pixels()];
        short[] samples = new short[shape.allSamples()];
        for (int s = 0; s < segments; s++) {
            long start = u32(code, 4 + 4 * s);
            long end = s + 1 < segments ? u32(code, 8 + 4 * s) : code.length;
            if (start < HEADER || end < start || end > code.length) {
                throw DicomException.of(Reason.CODESTREAM_CORRUPT, "segment at " + start, code.length);
            }
            unpack(code, (int) start, (int) end, segment);
            if (bits) {
                for (int i = 0; i < samples.length; i++) {
                    samples[i] = (short) (segment[i >> 3] >> (i & 7) & 1);
                }
            } else {
                int shift = 8 * (bytesPerSample - 1 - s % bytesPerSample);
                for (int i = 0, to = s / bytesPerSample; i < segment.length; i++, to += shape.samples()) {
                    samples[to] = (short) (samples[to] | (segment[i] & 0xFF) << shift);
                }
            }
        }
        return new Decoded(samples, shape.bitsAllocated(), false, Decoded.Colour.UNSAID);
    }

    private static void unpack(byte[] code, int start, int end, byte[] into) throws DicomException {
        int at = start;
        int filled = 0;
        while (filled < into.length) {
            if (at >= end) {
                throw DicomException.of(Reason.CODESTREAM_TRUNCATED, filled + " bytes of a segment", into.length);
            }
            int control = code[at++];
            if (control == -128) {
                continue;
            }
            int n = control >= 0 ? control + 1 : 1 - control;
            int taken = control >= 0 ? n : 1;
            if (taken > end - at) {
                throw DicomException.of(Reason.CODESTREAM_TRUNCATED, filled + " bytes of a segment", into.length);
            }
            if (n > into.length - filled) {
                throw DicomException.of(Reason.CODESTREAM_CORRUPT, filled + n + " bytes of a segment", into.length);
            }
            if (control >= 0) {
                System.arraycopy(code, at, into, filled, n);
            } else {
                Arrays.fill(into, filled, filled + n, code[at]);
            }
            at += taken;
            filled += n;
        }
        for (int i = at; i < end; i++) {
            if (code[i] != 0 && code[i] != -128) {
                throw DicomException.of(Reason.CODESTREAM_CORRUPT, end - i + " bytes after a segment", "padding");
            }
        }
    }

    private static long u32(byte[] code, int at) {
        return Integer.toUnsignedLong(
                ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN).getInt(at));
    }
}
