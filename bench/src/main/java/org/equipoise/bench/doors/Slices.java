package org.equipoise.bench.doors;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.ObjectWriter;

/** CT slices of 256 x 256 pixels in 16 bits, 132 KB each, and requests of STOW-RS with them. */
public final class Slices {

    public static final String BOUNDARY = "slices";
    private static final int SIDE = 256;

    private Slices() {}

    /** A slice; each number gives another. */
    static byte[] slice(int study, int number) {
        Drawing drawing = Drawing.of(SIDE, SIDE, 1, 12, 1_000_003L * study + number);
        String uid = "1.2.826.0.1.3680043.2." + study;
        return ObjectWriter.image(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, drawing, 16, "MONOCHROME2")
                .text(Tag.SOP_CLASS_UID, "UI", "1.2.840.10008.5.1.4.1.1.2")
                .text(Tag.SOP_INSTANCE_UID, "UI", uid + ".1." + number)
                .text(Tag.STUDY_INSTANCE_UID, "UI", uid)
                .text(Tag.SERIES_INSTANCE_UID, "UI", uid + ".1")
                .text(Tag.MODALITY, "CS", "CT")
                .text(Tag.PATIENT_ID, "LO", "P" + study)
                .text(Tag.RESCALE_INTERCEPT, "DS", "-1024")
                .text(Tag.RESCALE_SLOPE, "DS", "1")
                .pixels("OW", drawing.bytes(16))
                .toBytes();
    }

    /** The body of a request. */
    public static byte[] body(Iterable<byte[]> slices) {
        var body = new ByteArrayOutputStream();
        for (byte[] slice : slices) {
            body.writeBytes(ascii("--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n"));
            body.writeBytes(slice);
            body.writeBytes(ascii("\r\n"));
        }
        body.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
        return body.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
