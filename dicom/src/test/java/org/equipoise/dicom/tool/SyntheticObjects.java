package org.equipoise.dicom.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.JpegEncoder;
import org.equipoise.dicom.synthetic.JpegLsEncoder;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.equipoise.dicom.synthetic.RleEncoder;

/**
 * Writes radiographs of one frame, all different, in several transfer syntaxes: nothing in them is a reason to refuse.
 */
public final class SyntheticObjects {

    private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.1";
    private static final int MEDIA_STORAGE_SOP_INSTANCE_UID = 0x0002_0003;
    private static final String STUDY = "1.2.826.0.1.3680043.4.1";
    private static final int SIDE = 64;
    private static final int BITS = 12;
    private static final int ALLOCATED = 16;

    private SyntheticObjects() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (Map.Entry<String, byte[]> object : objects().entrySet()) {
            Files.write(folder.resolve(object.getKey() + ".dcm"), object.getValue());
        }
    }

    /** File names without their end, and contents. */
    static Map<String, byte[]> objects() {
        Map<String, byte[]> objects = new LinkedHashMap<>();
        int number = 0;
        for (TransferSyntax syntax : List.of(
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
                TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.RLE_LOSSLESS,
                TransferSyntax.JPEG_LOSSLESS_FIRST_ORDER,
                TransferSyntax.JPEG_LS_LOSSLESS)) {
            number++;
            objects.put(syntax.name().toLowerCase(java.util.Locale.ROOT), object(syntax, number));
        }
        return objects;
    }

    private static byte[] object(TransferSyntax syntax, int number) {
        Drawing drawing = Drawing.of(SIDE, SIDE, 1, BITS, number);
        String instance = STUDY + ".1." + number;
        ObjectWriter object = ObjectWriter.image(syntax, drawing, ALLOCATED, "MONOCHROME2")
                // Clients propose a presentation context by these.
                .meta(Tag.MEDIA_STORAGE_SOP_CLASS_UID, "UI", uid(SOP_CLASS))
                .meta(MEDIA_STORAGE_SOP_INSTANCE_UID, "UI", uid(instance))
                .text(Tag.SOP_CLASS_UID, "UI", SOP_CLASS)
                .text(Tag.SOP_INSTANCE_UID, "UI", instance)
                .text(Tag.STUDY_INSTANCE_UID, "UI", STUDY)
                .text(Tag.SERIES_INSTANCE_UID, "UI", STUDY + ".1")
                .text(Tag.MODALITY, "CS", "CR")
                .text(Tag.BURNED_IN_ANNOTATION, "CS", "NO")
                .text(Tag.PATIENT_ID, "LO", "SYNTHETIC");
        return switch (syntax) {
            case RLE_LOSSLESS ->
                object.fragments(new byte[0], List.of(RleEncoder.encode(drawing, ALLOCATED)))
                        .toBytes();
            case JPEG_LOSSLESS_FIRST_ORDER ->
                object.fragments(new byte[0], List.of(JpegEncoder.lossless(drawing, 1, false, 0)))
                        .toBytes();
            case JPEG_LS_LOSSLESS ->
                object.fragments(new byte[0], List.of(JpegLsEncoder.encode(drawing, 0, 0)))
                        .toBytes();
            default -> object.pixels("OW", drawing.bytes(ALLOCATED)).toBytes();
        };
    }

    private static byte[] uid(String text) {
        // Of even length, as every value is.
        return (text.length() % 2 == 0 ? text : text + "\0").getBytes(StandardCharsets.US_ASCII);
    }
}
