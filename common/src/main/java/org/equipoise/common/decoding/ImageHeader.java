package org.equipoise.common.decoding;

/**
 * What a file claims to hold, read before any pixel is.
 *
 * @param format what was found, e.g. {@code 16-bit RGBA PNG}
 * @param supported whether this format is decoded
 * @param channels 1 (grey) or 3 (RGB) when supported
 */
record ImageHeader(String format, boolean supported, int width, int height, int channels) {

    /** Samples that decoding would allocate. */
    long samples() {
        return (long) width * height * channels;
    }
}
