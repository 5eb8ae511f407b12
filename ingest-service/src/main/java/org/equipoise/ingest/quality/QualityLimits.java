package org.equipoise.ingest.quality;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What an image must show at least. */
@ConfigMapping(prefix = "equipoise.ingest.quality")
public interface QualityLimits {

    /** Smallest standard deviation of the samples, in grey levels (0..255). */
    @WithDefault("1.0")
    double minDeviation();
}
