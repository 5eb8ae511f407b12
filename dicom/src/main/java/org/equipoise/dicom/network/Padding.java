package org.equipoise.dicom.network;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Text of the protocol, a byte a character, which is filled up with spaces by the standard and with zeros by many. */
final class Padding {

    private Padding() {}

    static String without(String text) {
        return text.replace('\0', ' ').strip();
    }

    static String without(ByteBuffer bytes) {
        return without(StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString());
    }
}
