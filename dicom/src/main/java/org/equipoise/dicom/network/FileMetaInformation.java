package org.equipoise.dicom.network;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.equipoise.dicom.TransferSyntax;

/** What stands before a data set in a file: preamble, prefix, file meta information (PS3.10, 7.1). */
final class FileMetaInformation {

    private static final int GROUP = 0x0002;
    private static final int PREAMBLE = 128;

    private FileMetaInformation() {}

    /** Of an object that is stored by an AE. */
    static byte[] of(String sopClass, String sopInstance, TransferSyntax syntax, String callingAeTitle) {
        ByteArrayOutputStream group = new ByteArrayOutputStream();
        // File Meta Information Version. OB has a length of 32 bits.
        header(group, 0x0001, "OB");
        group.writeBytes(new byte[] {0, 0, 2, 0, 0, 0, 0, 1});
        text(group, 0x0002, "UI", sopClass, '\0');
        text(group, 0x0003, "UI", sopInstance, '\0');
        text(group, 0x0010, "UI", syntax.uid(), '\0');
        text(group, 0x0012, "UI", Implementation.CLASS_UID, '\0');
        text(group, 0x0013, "SH", Implementation.VERSION_NAME, ' ');
        text(group, 0x0016, "AE", callingAeTitle, ' ');

        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(new byte[PREAMBLE]);
        head.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        header(head, 0x0000, "UL");
        head.writeBytes(ByteBuffer.allocate(6)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 4)
                .putInt(group.size())
                .array());
        head.writeBytes(group.toByteArray());
        return head.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, int element, String vr, String value, char padding) {
        String even = value.length() % 2 == 0 ? value : value + padding;
        header(out, element, vr);
        out.writeBytes(new byte[] {(byte) even.length(), 0});
        out.writeBytes(even.getBytes(StandardCharsets.US_ASCII));
    }

    private static void header(ByteArrayOutputStream out, int element, String vr) {
        out.writeBytes(new byte[] {GROUP, 0, (byte) element, (byte) (element >> 8)});
        out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
    }
}
