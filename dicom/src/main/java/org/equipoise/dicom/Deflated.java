package org.equipoise.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The deflated data set (PS3.5, A.5): RFC 1951 without a header, to the end of the file but for a padding byte. */
final class Deflated {

    private static final int STEP = 1 << 16;

    private Deflated() {}

    /** Inflates what follows. */
    static byte[] inflate(Cursor cursor, Limits limits) throws DicomException, IOException {
        Inflater inflater = new Inflater(true);
        try {
            ByteArrayOutputStream inflated = new ByteArrayOutputStream();
            byte[] step = new byte[STEP];
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    feed(inflater, cursor);
                }
                int n = inflater.inflate(step);
                if (n == 0 && inflater.needsDictionary()) {
                    throw DicomException.of(Reason.DEFLATE, "a preset dictionary", "RFC 1951");
                }
                if (inflated.size() + n > limits.inflatedBytes()) {
                    throw DicomException.of(
                            Reason.INFLATED_TOO_LARGE, "more than " + limits.inflatedBytes(), limits.inflatedBytes());
                }
                inflated.write(step, 0, n);
            }
            return inflated.toByteArray();
        } catch (DataFormatException e) {
            throw DicomException.of(Reason.DEFLATE, String.valueOf(e.getMessage()), "RFC 1951");
        } finally {
            inflater.end();
        }
    }

    private static void feed(Inflater inflater, Cursor cursor) throws DicomException, IOException {
        int n = (int) Math.min(STEP, cursor.size() - cursor.position());
        if (n == 0) {
            throw DicomException.of(Reason.TRUNCATED, "the deflated data set does not end", "RFC 1951");
        }
        inflater.setInput(cursor.array(n));
    }
}
