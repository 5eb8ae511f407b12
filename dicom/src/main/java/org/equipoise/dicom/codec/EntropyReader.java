package org.equipoise.dicom.codec;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;

/** The bits of a JPEG scan up to the next marker (ITU-T T.81, F.2.2.5). None are made up beyond it. */
final class EntropyReader {

    private final byte[] code;
    private int at;
    private long bits;
    private int count;
    /** How many of the bits at hand, the last ones, lie beyond the marker: they can be seen, not taken. */
    private int beyond;

    EntropyReader(byte[] code, int at) {
        this.code = code;
        this.at = at;
    }

    /** The next 16 bits, with zeros for those that are not there. */
    int peek16() {
        if (count < 16) {
            fill();
        }
        return (int) (bits >>> (count - 16)) & 0xFFFF;
    }

    /** Takes bits that were seen. */
    void skip(int n) throws DicomException {
        count -= n;
        if (count < beyond) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, "the scan ends at byte " + at, "all samples");
        }
    }

    /** Takes 0 to 16 bits as a difference (ITU-T T.81, F.2.2.1, RECEIVE and EXTEND). */
    int difference(int n) throws DicomException {
        if (n == 0) {
            return 0;
        }
        int value = peek16() >>> (16 - n);
        skip(n);
        return value < 1 << (n - 1) ? value - (1 << n) + 1 : value;
    }

    /** Whether only bits beyond the marker are left. */
    boolean atEnd() {
        fill();
        return count - beyond < 16;
    }

    /** Goes on behind a restart marker, which must be the next, with a number of 0 to 7. */
    void restart(int number) throws DicomException {
        int marker = end();
        if (marker != (0xD0 | number)) {
            throw DicomException.of(
                    Reason.CODESTREAM_CORRUPT, String.format("marker FF%02X", marker), "restart " + number);
        }
        at += 2;
        bits = 0;
        count = 0;
        beyond = 0;
    }

    /** Ends the scan: at most 7 bits of padding are left. Returns the second byte of the marker, or -1. */
    int end() throws DicomException {
        fill();
        if (count - beyond >= 8) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "bits after the last sample", "at most 7");
        }
        return at + 1 < code.length ? code[at + 1] & 0xFF : -1;
    }

    /** Where the marker is that ended the scan. */
    int position() {
        return at;
    }

    private void fill() {
        while (count <= 48) {
            int next = next();
            bits = bits << 8 | Math.max(next, 0);
            count += 8;
            if (next < 0) {
                beyond += 8;
            }
        }
    }

    private int next() {
        while (at + 1 < code.length && code[at] == (byte) 0xFF && code[at + 1] == (byte) 0xFF) {
            at++;
        }
        if (at >= code.length) {
            return -1;
        }
        int value = code[at] & 0xFF;
        if (value != 0xFF) {
            at++;
            return value;
        }
        if (at + 1 < code.length && code[at + 1] == 0) {
            at += 2;
            return value;
        }
        return -1;
    }
}
