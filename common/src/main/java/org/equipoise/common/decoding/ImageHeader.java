package org.equipoise.common.decoding;

/**
 * What a file claims to hold, read before any pixel is.
 *
 * @param format what was found, e.g. {@code 16-bit RGBA PNG}
 * @param advice what to do where this format is not decoded; empty where it is
 * @param channels 1 (grey) or 3 (RGB) of the decoded image; 3 where a palette may turn out to be grey
 * @param bits bits of a decoded sample: 8 or 16
 */
record ImageHeader(String format, String advice, int width, int height, int channels, int bits) {

    /** Samples that decoding would allocate. */
    long samples() {
        return (long) width * height * channels;
    }

    /** Bytes of them. */
    long bytes() {
        return samples() * (bits / Byte.SIZE);
    }
}
