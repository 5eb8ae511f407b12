package org.equipoise.dicom.deidentification;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Dicom;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.deidentification.Outcome.Kept;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.ObjectWriter;

/** Objects that are kept unless something is changed in them. */
final class Examples {

    static final String CR = "1.2.840.10008.5.1.4.1.1.1";
    static final PseudonymKey KEY =
            PseudonymKey.ofHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    static final PseudonymKey OTHER_KEY = PseudonymKey.ofHex("5f".repeat(32));
    static final Deidentification DEFAULT = Deidentification.of(KEY, Options.DEFAULT);

    private static final Drawing DRAWING = Drawing.of(7, 5, 1, 8, 1);

    private Examples() {}

    /** A chest radiograph. */
    static ObjectWriter chest(TransferSyntax syntax) {
        return ObjectWriter.image(syntax, DRAWING, 8, "MONOCHROME2")
                .text(Tag.SOP_CLASS_UID, "UI", CR)
                .text(Tag.SOP_INSTANCE_UID, "UI", "1.2.3.4")
                .text(Tag.STUDY_INSTANCE_UID, "UI", "1.2.3.1")
                .text(Tag.SERIES_INSTANCE_UID, "UI", "1.2.3.2")
                .text(Tag.MODALITY, "CS", "CR")
                .text(Tag.PATIENT_ID, "LO", "4711")
                .text(Tag.ISSUER_OF_PATIENT_ID, "LO", "HOSPITAL")
                .pixels("OB", DRAWING.bytes(8));
    }

    static ObjectWriter chest() {
        return chest(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    static DataSet read(ObjectWriter object) {
        try {
            return Dicom.read(object.toBytes(), Limits.DEFAULT);
        } catch (DicomException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Outcome outcome(ObjectWriter object) {
        return DEFAULT.apply(read(object));
    }

    static Kept kept(ObjectWriter object) {
        return (Kept) outcome(object);
    }

    /** Everything that can be read of an outcome, in one text. */
    static String everything(Outcome outcome) {
        StringBuilder all = new StringBuilder(outcome.toString());
        if (outcome instanceof Kept kept) {
            kept.attributes()
                    .forEach((tag, text) ->
                            all.append('\n').append(tag).append(' ').append(text));
            kept.findings().forEach(finding -> all.append('\n').append(finding));
            all.append('\n').append(kept.patientKey()).append('\n').append(kept.studyUid());
            all.append('\n').append(kept.seriesUid()).append('\n').append(kept.instanceUid());
        }
        return all.toString();
    }

    static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
