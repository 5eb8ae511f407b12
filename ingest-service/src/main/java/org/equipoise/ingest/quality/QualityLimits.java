package org.equipoise.ingest.quality;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What an image must show at least. */
@ConfigMapping(prefix = "equipoise.ingest.quality")
public interface QualityLimits {

    /**
     * Smallest standard deviation of the samples: in grey levels (0..255), or in stored values (0..65535) where they
     * have 16 bits. Those are not scaled to 0..255: an image of 12 bits in 16 uses a sixteenth of the range, and would
     * count as constant with a deviation of 256 of its own levels.
     */
    @WithDefault("1.0")
    double minDeviation();
}
