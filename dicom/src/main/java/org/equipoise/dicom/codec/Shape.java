package org.equipoise.dicom.codec;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.Tag;

/**
 * What the attributes of an object promise of a frame, and a codestream must hold.
 *
 * @param columns Columns (0028,0011), 1 to 65,535
 * @param rows Rows (0028,0010), 1 to 65,535
 * @param samples Samples per Pixel (0028,0002), 1 or 3
 * @param bitsAllocated Bits Allocated (0028,0100), 1, 8 or 16
 * @param bitsStored Bits Stored (0028,0101), 1 to {@code bitsAllocated}
 */
public record Shape(int columns, int rows, int samples, int bitsAllocated, int bitsStored) {

    /** Columns times rows. */
    public int pixels() {
        return columns * rows;
    }

    /** All samples of the frame. */
    public int allSamples() {
        return columns * rows * samples;
    }

    /**
     * Refuses a codestream of another size.
     *
     * @param precision bits of a sample in the codestream, which must need as many bytes as are allocated; it may
     *     differ from what is stored
     */
    void check(int itsColumns, int itsRows, int itsSamples, int precision) throws DicomException {
        same(Tag.COLUMNS, itsColumns, columns);
        same(Tag.ROWS, itsRows, rows);
        same(Tag.SAMPLES_PER_PIXEL, itsSamples, samples);
        if (bitsAllocated == 1 ? precision != 1 : (precision + 7) / 8 != bitsAllocated / 8) {
            throw DicomException.of(
                    Reason.CODESTREAM_MISMATCH, Tag.BITS_ALLOCATED, "precision " + precision, bitsAllocated);
        }
    }

    private static void same(int tag, int found, int promised) throws DicomException {
        if (found != promised) {
            throw DicomException.of(Reason.CODESTREAM_MISMATCH, tag, found, promised);
        }
    }
}
