package org.equipoise.dicom.codec;

import java.util.Arrays;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;

/** A Huffman table of JPEG (ITU-T T.81, annex C and F.2.2.3): codes of 1 to 16 bits for values of 0 to 255. */
final class HuffmanTable {

    private static final int FAST = 9;

    private final byte[] values;
    /** The first code of each length that is too high for it, aligned to 16 bits, as all codes here are. */
    private final int[] ends = new int[17];
    /** What is added to a code of a length to find its value. */
    private final int[] offsets = new int[17];
    /** For the first 9 bits: length and value of a code that is not longer, or -1. */
    private final short[] fast = new short[1 << FAST];

    /** That of a DHT segment: 16 counts, then the values. */
    HuffmanTable(byte[] code, int at, int end) throws DicomException {
        int total = 0;
        for (int i = 0; i < 16 && at + i < end; i++) {
            total += code[at + i] & 0xFF;
        }
        if (at + 16 + total > end || total > 256) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, total + " Huffman codes", end - at);
        }
        values = Arrays.copyOfRange(code, at + 16, at + 16 + total);
        Arrays.fill(fast, (short) -1);
        int next = 0;
        int index = 0;
        for (int length = 1; length <= 16; length++) {
            offsets[length] = index - next;
            int count = code[at + length - 1] & 0xFF;
            if (next + count > 1 << length) {
                throw DicomException.of(Reason.CODESTREAM_CORRUPT, "too many Huffman codes of a length", length);
            }
            for (int i = 0; i < count; i++, next++, index++) {
                if (length <= FAST) {
                    int from = next << (FAST - length);
                    Arrays.fill(
                            fast, from, from + (1 << (FAST - length)), (short) (length << 8 | (values[index] & 0xFF)));
                }
            }
            ends[length] = next << (16 - length);
            next <<= 1;
        }
    }

    /** Bytes of it in the segment. */
    int size() {
        return 16 + values.length;
    }

    /** Takes a code and returns its value. */
    int read(EntropyReader in) throws DicomException {
        int bits = in.peek16();
        int found = fast[bits >> (16 - FAST)];
        if (found >= 0) {
            in.skip(found >> 8);
            return found & 0xFF;
        }
        for (int length = FAST + 1; length <= 16; length++) {
            if (bits < ends[length]) {
                in.skip(length);
                return values[(bits >> (16 - length)) + offsets[length]] & 0xFF;
            }
        }
        throw in.atEnd()
                ? DicomException.of(Reason.CODESTREAM_TRUNCATED, "no more bits", "a Huffman code")
                : DicomException.of(Reason.CODESTREAM_CORRUPT, "bits that are no Huffman code", "");
    }
}
