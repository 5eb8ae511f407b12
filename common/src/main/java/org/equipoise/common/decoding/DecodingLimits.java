package org.equipoise.common.decoding;

/**
 * What a file from outside may claim before its pixels are decoded.
 *
 * @param maxSide longest side in pixels
 * @param maxSampleBytes most bytes of samples: width x height x channels, twice that where they have 16 bits
 * @param maxFileBytes largest file in bytes
 * @param minSide shortest side in pixels
 */
public record DecodingLimits(int maxSide, long maxSampleBytes, long maxFileBytes, int minSide) {

    /** As they are where nobody says otherwise. */
    public static final DecodingLimits DEFAULTS = new DecodingLimits(8192, 40_000_000, 64L << 20, 8);
}
