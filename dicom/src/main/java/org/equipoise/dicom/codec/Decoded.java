package org.equipoise.dicom.codec;

/** The samples of a frame as its codestream holds them. */
public final class Decoded {

    /** What a codestream says of its own colours. */
    public enum Colour {
        /** Nothing: the attributes decide. */
        UNSAID,
        RGB,
        YBR
    }

    private final short[] samples;
    private final int precision;
    private final boolean signed;
    private final Colour colour;

    Decoded(short[] samples, int precision, boolean signed, Colour colour) {
        this.samples = samples;
        this.precision = precision;
        this.signed = signed;
        this.colour = colour;
    }

    /** Row by row, the samples of a pixel beside each other; the lowest {@link #precision()} bits count. Not a copy. */
    public short[] samples() {
        return samples;
    }

    /** Bits of a sample, 1 to 16. */
    public int precision() {
        return precision;
    }

    /** Whether the codestream itself has signed samples; JPEG and RLE cannot say it. */
    public boolean signed() {
        return signed;
    }

    /** What the codestream says of its colours. */
    public Colour colour() {
        return colour;
    }
}
