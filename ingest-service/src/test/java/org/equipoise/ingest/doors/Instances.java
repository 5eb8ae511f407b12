package org.equipoise.ingest.doors;

import java.io.ByteArrayOutputStream;

import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.ObjectWriter;

/** DICOM objects that are taken unless something is changed in them. */
public final class Instances {

    public static final String CR = "1.2.840.10008.5.1.4.1.1.1";
    public static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    public static final int SIDE = 32;

    private Instances() {}

    /** A radiograph of one frame. */
    public static ObjectWriter radiograph(String study, String instance, long seed) {
        Drawing drawing = drawing(seed, 8);
        return object(study, instance, CR, "CR", drawing, 8).pixels("OB", drawing.bytes(8));
    }

    /** A radiograph that is too small to be an image. */
    public static ObjectWriter speck(String study, String instance) {
        Drawing drawing = Drawing.of(4, 4, 1, 8, 1);
        return object(study, instance, CR, "CR", drawing, 8).pixels("OB", drawing.bytes(8));
    }

    /** Several frames; the first is that of a radiograph of the same seed, each other one of the next. */
    public static ObjectWriter cine(String study, String instance, int frames, long seed) {
        var pixels = new ByteArrayOutputStream();
        for (int i = 0; i < frames; i++) {
            pixels.writeBytes(drawing(seed + i, 8).bytes(8));
        }
        return object(study, instance, "1.2.840.10008.5.1.4.1.1.12.1", "XA", drawing(seed, 8), 8)
                .text(Tag.NUMBER_OF_FRAMES, "IS", String.valueOf(frames))
                .pixels("OB", pixels.toByteArray());
    }

    /** A slice of 12 bits. */
    public static ObjectWriter slice(String study, String instance, long seed) {
        Drawing drawing = drawing(seed, 12);
        return object(study, instance, CT, "CT", drawing, 16)
                .text(Tag.RESCALE_INTERCEPT, "DS", "-1024")
                .text(Tag.RESCALE_SLOPE, "DS", "1")
                .text(Tag.RESCALE_TYPE, "LO", "HU")
                .pixels("OW", drawing.bytes(16));
    }

    /** What is drawn there. */
    public static Drawing drawing(long seed, int bits) {
        return Drawing.of(SIDE, SIDE, 1, bits, seed);
    }

    private static ObjectWriter object(
            String study, String instance, String sopClass, String modality, Drawing drawing, int allocated) {
        return ObjectWriter.image(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, drawing, allocated, "MONOCHROME2")
                .text(Tag.SOP_CLASS_UID, "UI", sopClass)
                .text(Tag.SOP_INSTANCE_UID, "UI", instance)
                .text(Tag.STUDY_INSTANCE_UID, "UI", study)
                .text(Tag.SERIES_INSTANCE_UID, "UI", study + ".1")
                .text(Tag.MODALITY, "CS", modality)
                .text(Tag.STATION_NAME, "SH", "ROOM3")
                .text(Tag.BURNED_IN_ANNOTATION, "CS", "NO")
                .text(Tag.PATIENT_ID, "LO", "P-" + study);
    }
}
