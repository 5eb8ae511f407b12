package org.equipoise.dicom.pixel;

/** A decoded frame: stored values, row by row, the samples of a pixel beside each other. */
public final class Frame {

    private final int width;
    private final int height;
    private final PhotometricInterpretation photometric;
    private final int bits;
    private final boolean signed;
    private final short[] samples;

    Frame(int width, int height, PhotometricInterpretation photometric, int bits, boolean signed, short[] samples) {
        this.width = width;
        this.height = height;
        this.photometric = photometric;
        this.bits = bits;
        this.signed = signed;
        this.samples = samples;
    }

    /** Columns (0028,0011). */
    public int width() {
        return width;
    }

    /** Rows (0028,0010). */
    public int height() {
        return height;
    }

    /** Samples of a pixel: 1 or 3. */
    public int channels() {
        return photometric.samples();
    }

    /**
     * MONOCHROME1 (not inverted), MONOCHROME2 or RGB; PALETTE_COLOR of a frame that was asked for as it is stored. YBR
     * is converted.
     */
    public PhotometricInterpretation photometric() {
        return photometric;
    }

    /** Bits of a sample, 1 to 16: values are in [0, 2^bits), or in [-2^(bits-1), 2^(bits-1)) if they are signed. */
    public int bits() {
        return bits;
    }

    /** Whether values can be negative, Pixel Representation (0028,0103). */
    public boolean signed() {
        return signed;
    }

    /** The sample with a number from 0 on, of width times height times channels. */
    public int value(int index) {
        return signed ? samples[index] : samples[index] & 0xFFFF;
    }

    /** A sample of the pixel in a column and a row, from 0 on. */
    public int value(int column, int row, int channel) {
        if (column < 0 || column >= width || channel < 0 || channel >= channels()) {
            throw new IndexOutOfBoundsException("column " + column + " of " + width + ", channel " + channel);
        }
        return value((row * width + column) * channels() + channel);
    }

    /**
     * All samples, 16 bits each, unsigned where {@link #signed()} is false. Not a copy: each call for a frame decodes
     * it anew, so it belongs to who asked.
     */
    public short[] samples() {
        return samples;
    }

    Frame with(PhotometricInterpretation newPhotometric, int newBits, boolean newSigned, short[] newSamples) {
        return new Frame(width, height, newPhotometric, newBits, newSigned, newSamples);
    }
}
