package org.equipoise.dicom.codec;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;

/**
 * What a scan is coded with (ITU-T T.87, C.2.4.1.1): as it says, or the defaults.
 *
 * @param near how far a sample may be off, 0 if lossless
 * @param most MAXVAL, the largest sample
 * @param t1 the first threshold of gradients
 * @param t2 the second
 * @param t3 the third
 * @param reset after so many samples of a context its counts are halved
 */
record JpegLsParameters(int near, int most, int t1, int t2, int t3, int reset) {

    private static final int DEFAULT_RESET = 64;

    static JpegLsParameters of(JpegSegments segments) throws DicomException {
        int near = segments.spectralStart();
        int highest = (1 << segments.precision()) - 1;
        int most = segments.preset(0) == 0 ? highest : segments.preset(0);
        if (segments.precision() < 2 || most > highest || near > Math.min(255, most / 2)) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "MAXVAL " + most + ", NEAR " + near, highest);
        }
        int a;
        int b;
        int c;
        if (most >= 128) {
            int factor = (Math.min(most, 4095) + 128) >> 8;
            a = clamp(factor + 2 + 3 * near, near + 1, most);
            b = clamp(4 * factor + 3 + 5 * near, a, most);
            c = clamp(17 * factor + 4 + 7 * near, b, most);
        } else {
            int factor = 256 / (most + 1);
            a = clamp(Math.max(2, 3 / factor + 3 * near), near + 1, most);
            b = clamp(Math.max(3, 7 / factor + 5 * near), a, most);
            c = clamp(Math.max(4, 21 / factor + 7 * near), b, most);
        }
        int t1 = segments.preset(1) == 0 ? a : segments.preset(1);
        int t2 = segments.preset(2) == 0 ? b : segments.preset(2);
        int t3 = segments.preset(3) == 0 ? c : segments.preset(3);
        int reset = segments.preset(4) == 0 ? DEFAULT_RESET : segments.preset(4);
        if (t1 <= near || t2 < t1 || t3 < t2 || t3 > most || reset < 3 || reset > Math.max(255, most)) {
            String found = t1 + " " + t2 + " " + t3 + " " + reset;
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "thresholds and reset " + found, most);
        }
        return new JpegLsParameters(near, most, t1, t2, t3, reset);
    }

    private static int clamp(int value, int least, int most) {
        return value > most || value < least ? least : value;
    }

    /** RANGE: how many differences there are. */
    int range() {
        return near == 0 ? most + 1 : (most + 2 * near) / (2 * near + 1) + 1;
    }

    /** qbpp: bits of a difference. */
    int differenceBits() {
        return 32 - Integer.numberOfLeadingZeros(range() - 1);
    }

    /** LIMIT: the longest code. */
    int longest() {
        int bits = Math.max(2, 32 - Integer.numberOfLeadingZeros(most));
        return 2 * (bits + Math.max(8, bits));
    }

    /** The class of a gradient, -4 to 4. */
    int gradient(int difference) {
        if (difference < -near || difference > near) {
            int size = Math.abs(difference);
            int kind = size < t1 ? 1 : size < t2 ? 2 : size < t3 ? 3 : 4;
            return difference < 0 ? -kind : kind;
        }
        return 0;
    }
}
