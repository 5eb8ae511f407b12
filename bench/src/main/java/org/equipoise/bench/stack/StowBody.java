package org.equipoise.bench.stack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bodies of STOW-RS requests. */
public final class StowBody {

    /** What stands between the instances. */
    public static final String BOUNDARY = "slices";

    private StowBody() {}

    /**
     * The body that stores these instances.
     *
     * @param files of DICOM Part 10
     */
    public static byte[] of(Iterable<byte[]> files) {
        var body = new ByteArrayOutputStream();
        for (byte[] file : files) {
            body.writeBytes(ascii("--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n"));
            body.writeBytes(file);
            body.writeBytes(ascii("\r\n"));
        }
        body.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
        return body.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
