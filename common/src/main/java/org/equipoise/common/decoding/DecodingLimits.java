package org.equipoise.ingest.decoding;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a file from outside may claim before its pixels are decoded. */
@ConfigMapping(prefix = "equipoise.ingest.decoding")
public interface DecodingLimits {

    /** Longest side in pixels. */
    @WithDefault("8192")
    int maxSide();

    /** Most samples: width x height x channels. */
    @WithDefault("40000000")
    long maxSamples();

    /** Largest file in bytes. */
    @WithDefault("67108864")
    long maxFileBytes();

    /** Shortest side in pixels. */
    @WithDefault("8")
    int minSide();
}
