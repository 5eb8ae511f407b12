package org.equipoise.ingest.receiving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.equipoise.common.decoding.DecodingLimits;

/** What a file from outside may claim before its pixels are decoded. */
@ConfigMapping(prefix = "equipoise.ingest.decoding")
public interface DecodingSettings {

    /** Longest side in pixels. */
    @WithDefault("8192")
    int maxSide();

    /** Most samples of 8 bits: width x height x channels. Samples of 16 bits count twice. */
    @WithDefault("40000000")
    long maxSamples();

    /** Largest file in bytes. */
    @WithDefault("67108864")
    long maxFileBytes();

    /** Shortest side in pixels. */
    @WithDefault("8")
    int minSide();

    /** The same as one value. */
    default DecodingLimits limits() {
        return new DecodingLimits(maxSide(), maxSamples(), maxFileBytes(), minSide());
    }
}
