package org.equipoise.bench.ingest;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.bench.stack.StowBody;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.ObjectWriter;

/** Drawn CT objects in 16 bits, uncompressed, and requests of STOW-RS with them. Each frame has other pixels. */
final class Slices {

    static final String CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2";
    private static final String ENHANCED_CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2.1";
    private static final int DRAWINGS = 8;

    private final Drawing shape;
    private final List<byte[]> drawn = new ArrayList<>();

    /** @param side of a frame in pixels: 256 of 16 bits are 132 KB */
    Slices(int side) {
        shape = Drawing.of(side, side, 1, 12, 0);
        for (int i = 0; i < DRAWINGS; i++) {
            drawn.add(Drawing.of(side, side, 1, 12, i).bytes(16));
        }
    }

    static String study(int study) {
        return "1.2.826.0.1.3680043.2." + study;
    }

    static String series(int study) {
        return study(study) + ".1";
    }

    static String instance(int study, int number) {
        return series(study) + "." + number;
    }

    static String patient(int study) {
        return "P" + study;
    }

    /** A file of Part 10. */
    byte[] file(int study, int number, int frames) {
        return object(study, number, frames).toBytes();
    }

    /** The data set alone, as C-STORE sends it. */
    byte[] dataSet(int study, int number) {
        return object(study, number, 1).dataSet();
    }

    private ObjectWriter object(int study, int number, int frames) {
        byte[] one = drawn.get(0);
        byte[] pixels = new byte[frames * one.length];
        for (int i = 0; i < frames; i++) {
            byte[] frame = drawn.get((number + i) % DRAWINGS);
            System.arraycopy(frame, 0, pixels, i * one.length, one.length);
            stamp(pixels, i * one.length, study, number, i);
        }
        ObjectWriter writer = ObjectWriter.image(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, shape, 16, "MONOCHROME2")
                .text(Tag.SOP_CLASS_UID, "UI", frames == 1 ? CT_IMAGE : ENHANCED_CT_IMAGE)
                .text(Tag.SOP_INSTANCE_UID, "UI", instance(study, number))
                .text(Tag.STUDY_INSTANCE_UID, "UI", study(study))
                .text(Tag.SERIES_INSTANCE_UID, "UI", series(study))
                .text(Tag.MODALITY, "CS", "CT")
                .text(Tag.PATIENT_ID, "LO", patient(study))
                .text(Tag.RESCALE_INTERCEPT, "DS", "-1024")
                .text(Tag.RESCALE_SLOPE, "DS", "1");
        if (frames > 1) {
            writer.text(Tag.NUMBER_OF_FRAMES, "IS", String.valueOf(frames));
        }
        return writer.pixels("OW", pixels);
    }

    /** Three numbers in the 12 bits of six pixels. */
    private static void stamp(byte[] pixels, int at, int... numbers) {
        int to = at;
        for (int number : numbers) {
            for (int part : new int[] {number & 0xFFF, number >> 12 & 0xFFF}) {
                pixels[to++] = (byte) part;
                pixels[to++] = (byte) (part >> 8);
            }
        }
    }

    /** Requests of so many instances in all. */
    List<byte[]> bodies(int study, int instances, int perRequest) {
        List<byte[]> bodies = new ArrayList<>();
        for (int from = 0; from < instances; from += perRequest) {
            List<byte[]> files = new ArrayList<>();
            for (int i = from; i < Math.min(instances, from + perRequest); i++) {
                files.add(file(study, i, 1));
            }
            bodies.add(StowBody.of(files));
        }
        return bodies;
    }
}
