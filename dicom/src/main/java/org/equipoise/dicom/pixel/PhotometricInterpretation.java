package org.equipoise.dicom.pixel;

import java.util.List;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.Tag;

/** What samples mean, Photometric Interpretation (0028,0004; PS3.3, C.7.6.3.1.2). */
public enum PhotometricInterpretation {
    /** The smallest value is shown white. */
    MONOCHROME1(1),
    /** The smallest value is shown black. */
    MONOCHROME2(1),
    /** A sample is a place in three tables. */
    PALETTE_COLOR(1),
    RGB(3),
    YBR_FULL(3),
    /** As YBR_FULL, with one pair of colour differences for two pixels beside each other. */
    YBR_FULL_422(3),
    /** The irreversible colour transform of JPEG 2000, undone by its decoder. */
    YBR_ICT(3),
    /** The reversible one. */
    YBR_RCT(3);

    /** Those of PS3.3 that are refused by name; of anything else the text is not said: it may be a name. */
    private static final List<String> REFUSED =
            List.of("HSV", "ARGB", "CMYK", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "YBR_FULL_420", "XYB");

    private final int samples;

    PhotometricInterpretation(int samples) {
        this.samples = samples;
    }

    /** Samples per Pixel (0028,0002) that belong to it. */
    public int samples() {
        return samples;
    }

    static PhotometricInterpretation of(String text) throws DicomException {
        for (PhotometricInterpretation interpretation : values()) {
            if (interpretation.name().replace('_', ' ').equals(text.replace('_', ' '))) {
                return interpretation;
            }
        }
        throw DicomException.of(
                Reason.PIXELS_UNSUPPORTED,
                Tag.PHOTOMETRIC_INTERPRETATION,
                REFUSED.contains(text) ? text : text.length() + " characters",
                "monochrome, palette, RGB or YBR full");
    }
}
