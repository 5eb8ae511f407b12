package org.equipoise.dicom.synthetic;

import java.io.ByteArrayOutputStream;

/** Bits of a scan, with a zero byte (JPEG) or a zero bit (JPEG-LS) behind each byte FF. */
final class BitWriter {

    private final ByteArrayOutputStream out;
    private final boolean bitStuffing;
    private int bits;
    private int free = 8;

    BitWriter(ByteArrayOutputStream out, boolean bitStuffing) {
        this.out = out;
        this.bitStuffing = bitStuffing;
    }

    void write(int value, int length) {
        for (int i = length - 1; i >= 0; i--) {
            bit(i > 31 ? 0 : value >>> i & 1);
        }
    }

    private void bit(int bit) {
        bits = bits << 1 | bit;
        if (--free == 0) {
            out.write(bits);
            free = 8;
            if (bits == 0xFF && bitStuffing) {
                free = 7;
            } else if (bits == 0xFF) {
                out.write(0);
            }
            bits = 0;
        }
    }

    /** Fills the last byte: with ones for JPEG, with zeros for JPEG-LS. */
    void end() {
        boolean stuffed = bitStuffing && free == 7;
        while (free != 8 || stuffed) {
            bit(bitStuffing ? 0 : 1);
            stuffed = false;
        }
    }
}
