package org.equipoise.dicom.pixel;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.Tag;

/** Palette Color Lookup Tables (PS3.3, C.7.6.3.1.5 and C.7.6.3.1.6) of 8 or 16 bits; segmented ones are refused. */
final class PaletteColor {

    private final LookupTable red;
    private final LookupTable green;
    private final LookupTable blue;

    private PaletteColor(LookupTable red, LookupTable green, LookupTable blue) {
        this.red = red;
        this.green = green;
        this.blue = blue;
    }

    static PaletteColor of(DataSet dataSet, boolean signed) throws DicomException {
        if (dataSet.element(Tag.SEGMENTED_RED_PALETTE_DATA).isPresent()
                && dataSet.element(Tag.RED_PALETTE_DATA).isEmpty()) {
            throw DicomException.of(
                    Reason.PIXELS_UNSUPPORTED, Tag.SEGMENTED_RED_PALETTE_DATA, "a segmented palette", "whole tables");
        }
        LookupTable[] tables = new LookupTable[3];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = LookupTable.of(dataSet, Tag.RED_PALETTE_DESCRIPTOR + i, Tag.RED_PALETTE_DATA + i, signed);
            if (tables[i].bits() != tables[0].bits()) {
                throw DicomException.of(
                        Reason.VALUE, Tag.RED_PALETTE_DESCRIPTOR + i, tables[i].bits() + " bits", tables[0].bits());
            }
        }
        return new PaletteColor(tables[0], tables[1], tables[2]);
    }

    /** The same frame in RGB, of as many bits as the entries have. */
    Frame apply(Frame frame) {
        int pixels = frame.width() * frame.height();
        short[] samples = new short[3 * pixels];
        for (int i = 0; i < pixels; i++) {
            int stored = frame.value(i);
            samples[3 * i] = (short) red.apply(stored);
            samples[3 * i + 1] = (short) green.apply(stored);
            samples[3 * i + 2] = (short) blue.apply(stored);
        }
        return frame.with(PhotometricInterpretation.RGB, red.bits(), false, samples);
    }
}
