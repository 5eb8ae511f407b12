package org.equipoise.dicom.pixel;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.codec.Decoded;

/** From bits that are allocated to values that are stored: high bits masked out, signs extended (PS3.5, 8.1.1). */
final class StoredValues {

    private StoredValues() {}

    /** Of native samples, in place: overlays and whatever else lies outside of the stored bits goes. */
    static void mask(short[] samples, ImagePixel attributes) {
        int stored = attributes.shape().bitsStored();
        mask(samples, stored, attributes.highBit() + 1 - stored, attributes.signed());
    }

    /**
     * Of a codestream, in place. One of JPEG 2000 with signs of its own has values already; all others have bits, of
     * which the highest is the sign if values are signed.
     *
     * @param exact whether the codestream is lossless, so that bits outside of the stored ones are others' data;
     *     otherwise values of a higher precision are clamped to what is stored
     */
    static void ofCodestream(Decoded decoded, ImagePixel attributes, boolean exact) throws DicomException {
        if (decoded.signed() && !attributes.signed()) {
            throw DicomException.of(Reason.CODESTREAM_MISMATCH, Tag.PIXEL_REPRESENTATION, "signed", "unsigned");
        }
        int stored = attributes.shape().bitsStored();
        short[] samples = decoded.samples();
        if (decoded.precision() <= stored) {
            if (attributes.signed() && !decoded.signed()) {
                mask(samples, decoded.precision(), 0, true);
            }
            return;
        }
        if (exact) {
            mask(samples, attributes);
            return;
        }
        int least = attributes.signed() ? -(1 << (stored - 1)) : 0;
        int most = least + (1 << stored) - 1;
        int up = 32 - decoded.precision();
        for (int i = 0; i < samples.length; i++) {
            int raised = samples[i] << up;
            int value = attributes.signed() ? raised >> up : raised >>> up;
            samples[i] = (short) Math.max(least, Math.min(most, value));
        }
    }

    private static void mask(short[] samples, int bits, int shift, boolean signed) {
        if (bits == 16) {
            return;
        }
        int up = 32 - bits;
        for (int i = 0; i < samples.length; i++) {
            int raised = (samples[i] & 0xFFFF) >>> shift << up;
            samples[i] = (short) (signed ? raised >> up : raised >>> up);
        }
    }
}
