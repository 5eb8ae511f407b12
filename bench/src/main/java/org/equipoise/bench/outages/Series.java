package org.equipoise.bench.outages;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.ObjectWriter;

/**
 * Images that are sent through one door, all of them different.
 *
 * @param dataset that they join; the station of their DICOM objects, too, from which the rules know where they belong
 * @param number of the series; no other has the same images
 */
record Series(String dataset, int number, int size) {

    static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.1";
    static final List<String> CLASSES = List.of("even", "odd");
    private static final int PER_STUDY = 10;
    private static final int SIDE = 64;

    /** Class of an image. */
    static String label(int image) {
        return CLASSES.get(image % CLASSES.size());
    }

    /** The id that ingest gives an image. */
    String id(int image) {
        return ImageId.of(pixels(image));
    }

    Set<String> ids() {
        return IntStream.range(0, size).mapToObj(this::id).collect(Collectors.toSet());
    }

    /** The image as a PNG. */
    byte[] png(int image) {
        return PngCodec.encode(pixels(image));
    }

    String instance(int image) {
        return study(image) + ".1." + image;
    }

    private String study(int image) {
        return "1.2.826.0.1.3680043.3." + number + "." + image / PER_STUDY;
    }

    /** The image as a DICOM object, {@value #PER_STUDY} of a study. */
    ObjectWriter object(int image) {
        Drawing drawing = drawing(image);
        return ObjectWriter.image(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, drawing, Byte.SIZE, "MONOCHROME2")
                .text(Tag.SOP_CLASS_UID, "UI", SOP_CLASS)
                .text(Tag.SOP_INSTANCE_UID, "UI", instance(image))
                .text(Tag.STUDY_INSTANCE_UID, "UI", study(image))
                .text(Tag.SERIES_INSTANCE_UID, "UI", study(image) + ".1")
                .text(Tag.MODALITY, "CS", "CR")
                .text(Tag.STATION_NAME, "SH", dataset)
                .text(Tag.BURNED_IN_ANNOTATION, "CS", "NO")
                .text(Tag.PATIENT_ID, "LO", "P" + number + "-" + image / PER_STUDY)
                .pixels("OB", drawing.bytes(Byte.SIZE));
    }

    private Pixels pixels(int image) {
        return new Pixels(SIDE, SIDE, 1, drawing(image).bytes(Byte.SIZE));
    }

    private Drawing drawing(int image) {
        return Drawing.of(SIDE, SIDE, 1, Byte.SIZE, 1_000_003L * number + image);
    }
}
