package org.equipoise.dicom.codec;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;

/**
 * The bits of a JPEG-LS scan (ITU-T T.87, A.1): after a byte FF the next has seven. None are made up beyond the end.
 */
final class JpegLsBits {

    private final byte[] code;
    private int at;
    private long bits;
    private int count;
    private int beyond;
    private boolean stuffed;

    JpegLsBits(byte[] code, int at) {
        this.code = code;
        this.at = at;
    }

    /** Takes 0 to 31 bits. */
    int take(int n) throws DicomException {
        if (n == 0) {
            return 0;
        }
        if (count < n) {
            fill();
        }
        int value = (int) (bits >>> (count - n)) & (int) ((1L << n) - 1);
        skip(n);
        return value;
    }

    /** Takes zeros up to and with the next one, and returns how many zeros there were. */
    int zeros(int most) throws DicomException {
        int zeros = 0;
        while (zeros <= most) {
            if (count < 32) {
                fill();
            }
            int run = Math.min(Long.numberOfLeadingZeros(bits << (64 - count)), count);
            if (run < count) {
                skip(run + 1);
                zeros += run;
                if (zeros <= most) {
                    return zeros;
                }
                break;
            }
            skip(run);
            zeros += run;
        }
        throw DicomException.of(Reason.CODESTREAM_CORRUPT, zeros + " zeros in a row", most);
    }

    private void skip(int n) throws DicomException {
        count -= n;
        if (count < beyond) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, "the scan ends at byte " + at, "all samples");
        }
    }

    /** Ends the scan, with padding of at most a byte and the seven bits that may follow it; returns where. */
    int end() throws DicomException {
        fill();
        if (count - beyond > 14) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "bits after the last sample", "at most 14");
        }
        return at;
    }

    private void fill() {
        while (count <= 48) {
            boolean marker = at >= code.length
                    || (stuffed && code[at] < 0)
                    || (code[at] == (byte) 0xFF && (at + 1 >= code.length || code[at + 1] < 0));
            if (marker) {
                bits <<= 8;
                count += 8;
                beyond += 8;
                continue;
            }
            int n = stuffed ? 7 : 8;
            bits = bits << n | (code[at] & 0xFF);
            count += n;
            stuffed = code[at++] == (byte) 0xFF;
        }
    }
}
